// Package catalog reads the file formats of the outside world, row by row and
// in memory that does not grow with the file: Amazon's All Listings Report
// (ListingReader), Cin7 Omni's product export as CSV (OmniRowReader), and the
// products as Cin7 Omni's API returns them, in JSON (OmniProductReader). The
// spreadsheet of custom mappings it also writes: WriteCustomSheet makes the
// one that people fill in, CustomReader reads what they send back.
//
// Every reader understands gzip, which it knows by the first bytes, and byte
// order marks. A row that cannot be read comes as a *RowError, after which
// reading goes on; a file that cannot be read further comes as a *FileError.
// Both speak to the seller who sent the file. Every other error is a failure
// to read, of the network or a disk.
package catalog
