// Package xlsx reads Excel workbooks as a stream: the rows of a sheet, and the
// cells of a row, in memory that does not grow with the workbook. Its texts,
// which Excel keeps apart from the cells, lie in a temporary file.
//
// A workbook comes from people who may mean harm: what it unpacks to, how deep
// its XML is nested and how long a tag is have limits. A file that cannot be
// read is an *Error, whose Reason the caller puts into words.
package xlsx
