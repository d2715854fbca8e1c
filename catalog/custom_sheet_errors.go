package catalog

import (
	"errors"
	"fmt"

	"omnimap/catalog/xlsx"
)

const wantSheet = "Send the spreadsheet as an Excel workbook (.xlsx) or as CSV, with the columns Amazon SKU and Cin7 Code."

// errNoValue refuses a row of which a cell's formula has not been worked out.
var errNoValue = errors.New("the cell has a formula without a result; open the workbook in Excel and save it, or put the value in place of the formula")

// cellError says what is wrong with a cell, and what to do.
func cellError(err error) error {
	if wrong, ok := errors.AsType[*xlsx.FormatError](err); ok {
		return fmt.Errorf("the cell shows its number by the format %s, so that it is not certain what was meant; format the column as text and type the value again", quote(wrong.Format))
	}
	return errNoValue
}

// workbookError says what is wrong with a workbook, and what to do, as a
// *FileError. Other errors stay as they are.
func workbookError(err error) error {
	wrong, ok := errors.AsType[*xlsx.Error](err)
	if !ok {
		return err
	}
	switch wrong.Reason {
	case xlsx.Malformed:
		return fileErrorf("The Excel workbook is not put together as a spreadsheet program does it: %s. Open it in Excel, save it again, and send that.", wrong.Detail)
	case xlsx.TooLarge:
		return fileErrorf("The Excel workbook is larger than %d MiB. Remove pictures and other sheets from it, or send the sheet as CSV.", xlsx.MaxSize>>20)
	case xlsx.UnpacksTooLarge:
		return fileErrorf("The Excel workbook unpacks to more than %d GiB. Remove other sheets and pictures from it, or send the sheet as CSV.", xlsx.MaxUnpacked>>30)
	case xlsx.TooManyTexts:
		return fileErrorf("The Excel workbook has more than %d different texts. Remove other sheets from it, or send the sheet as CSV.", xlsx.MaxTexts)
	case xlsx.NoSheets:
		return fileErrorf("The Excel workbook has no sheets with cells. %s", wantSheet)
	case xlsx.NotWorkbook:
		return fileErrorf("The file is %s. Save the sheet as an Excel Workbook (.xlsx) or as CSV, and send that.", wrong.Detail)
	case xlsx.OldWorkbook:
		return fileErrorf("The file is an old Excel workbook (.xls) or another old Office file. Save it as an Excel Workbook (.xlsx), and send that.")
	case xlsx.Encrypted:
		return fileErrorf("The workbook is protected with a password. Remove the password in Excel (File, Info, Protect Workbook, Encrypt with Password), save it, and send it again.")
	}
	return fileErrorf("The Excel workbook is damaged or incomplete (%s). Open it in Excel, save it again, and send that; if it was downloaded, download it again.", wrong.Detail)
}
