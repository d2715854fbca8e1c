package service

import (
	"fmt"

	"omnimap/catalog"
	"omnimap/model"
)

// pairMessage says why a pair was rejected and what to do.
func pairMessage(code model.ErrorCode, sku, cin7Code string) string {
	s, c := model.Quote(sku), model.Quote(cin7Code)
	switch code {
	case model.CodeDuplicateSKU:
		return fmt.Sprintf("The SKU %s stands on several rows with a Code. Keep one of them.", s)
	case model.CodeUnknownSKU:
		if sku == "" {
			return "The row has a Cin7 Code and no SKU. Give the SKU of the listing that is to be mapped."
		}
		return fmt.Sprintf("There is no listing with the SKU %s in this integration. Check it, or load the listings again.", s)
	case model.CodeAlreadyMapped:
		return fmt.Sprintf("The listing %s, or another of its family, is mapped already. Remap the family to change that.", s)
	case model.CodeProductIsMappable:
		return fmt.Sprintf("The listing %s matches by itself: an import maps it. To map it to %s nevertheless, allow mappable listings.", s, c)
	case model.CodeUnknownCode:
		return unknownCode(c, cin7Code)
	case model.CodeAmbiguousCode:
		return fmt.Sprintf("Several Omni items have the Code %s. Use a Code that only one has, or make this one unique in Omni.", c)
	case model.CodeOmniProductMapped:
		return fmt.Sprintf("The Omni product of %s has a mapping already. Remap it to change that.", c)
	case model.CodeDuplicateCode:
		return fmt.Sprintf("Another row maps to the same item as %s. An item can be linked to one listing; keep one of the rows.", c)
	}
	return "The row was refused."
}

func unknownCode(quoted, code string) string {
	switch {
	case catalog.IsScientific(code):
		return fmt.Sprintf("There is no Code %s in Omni. It looks like a number that a spreadsheet program rewrote: format the column as text, put the Code back, and send the row again.", quoted)
	case catalog.IsSpreadsheetError(code):
		return fmt.Sprintf("There is no Code %s in Omni. It is a spreadsheet's error value: put the Code back, and send the row again.", quoted)
	}
	return fmt.Sprintf("There is no Code %s in Omni. Check it against Omni, or load the Omni products again.", quoted)
}
