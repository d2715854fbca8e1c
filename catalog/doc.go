// Package catalog reads the file formats of the outside world, row by row, in
// memory that does not grow with the file: Amazon's All Listings Report
// (ListingReader), Cin7 Omni's product export (OmniRowReader), the products of
// Cin7 Omni's API (OmniProductReader) and custom-mapping spreadsheets
// (CustomReader), which WriteCustomSheet also writes.
//
// Every reader unpacks gzip and takes off byte order marks. A row that cannot
// be read is a *RowError, and reading continues after it; a file that cannot be
// read further is a *FileError. Both have a message for the seller. Every other
// error is a failure of the network or a disk.
package catalog
