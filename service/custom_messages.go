package service

import (
	"fmt"

	"omnimap/catalog"
	"omnimap/model"
)

// doubtedKey is a key of a pair, with what its cell says of it, if that is more
// than its text.
type doubtedKey struct {
	text  string
	doubt *string
}

// damage says what seems to have become of a key that is not known, as a
// sentence with a space before it, or is empty.
func (k doubtedKey) damage() string {
	if k.doubt != nil {
		return " " + *k.doubt
	}
	damage := catalog.UnknownKeyDamage(k.text)
	if damage == "" {
		return ""
	}
	return fmt.Sprintf(" It looks like %s: put the value back, in a column that is formatted as text, and send the row again.", damage)
}

// pairMessage says why a pair was rejected and what to do.
func pairMessage(code model.ErrorCode, sku, cin7Code doubtedKey) string {
	s, c := model.Quote(sku.text), model.Quote(cin7Code.text)
	switch code {
	case model.CodeDuplicateSKU:
		if damage := sku.damage(); damage != "" {
			return fmt.Sprintf("The SKU %s stands on several rows with a Code. Keep one of them, if it is the listing's SKU.%s", s, damage)
		}
		return fmt.Sprintf("The SKU %s stands on several rows with a Code. Keep one of them.", s)
	case model.CodeUnknownSKU:
		if sku.text == "" {
			return "The row has a Cin7 Code and no SKU. Give the SKU of the listing that is to be mapped."
		}
		if damage := sku.damage(); damage != "" {
			return fmt.Sprintf("There is no listing with the SKU %s in this integration.%s", s, damage)
		}
		return fmt.Sprintf("There is no listing with the SKU %s in this integration. Check it, or load the listings again.", s)
	case model.CodeAlreadyMapped:
		return fmt.Sprintf("The listing %s, or another of its family, is mapped already. Remap the family to change that.", s)
	case model.CodeProductIsMappable:
		return fmt.Sprintf("The listing %s matches by itself: an import maps it. To map it to %s nevertheless, allow mappable listings.", s, c)
	case model.CodeUnknownCode:
		if damage := cin7Code.damage(); damage != "" {
			return fmt.Sprintf("There is no Code %s in Omni.%s", c, damage)
		}
		return fmt.Sprintf("There is no Code %s in Omni. Check it against Omni, or load the Omni products again.", c)
	case model.CodeAmbiguousCode:
		return fmt.Sprintf("Several Omni items have the Code %s. Use a Code that only one has, or make this one unique in Omni.", c)
	case model.CodeOmniProductMapped:
		return fmt.Sprintf("The Omni product of %s has a mapping already. Remap it to change that.", c)
	case model.CodeDuplicateCode:
		return fmt.Sprintf("Another row maps to the same item as %s. An item can be linked to one listing; keep one of the rows.", c)
	}
	return "The row was refused."
}

// idPairMessage is pairMessage for a pair that names its item by an id.
func idPairMessage(code model.ErrorCode, sku doubtedKey) string {
	switch code {
	case model.CodeProductIsMappable:
		return fmt.Sprintf("The listing %s matches by itself: an import maps it. To map it to the item chosen nevertheless, allow mappable listings.", model.Quote(sku.text))
	case model.CodeUnknownCode:
		return "No Omni item has that id. Search for the item again, and use the id that it has now."
	case model.CodeOmniProductMapped:
		return "The Omni product of the item chosen has a mapping already. Remap it to change that."
	case model.CodeDuplicateCode:
		return "Another row maps to the same item. An item can be linked to one listing; keep one of the rows."
	}
	return pairMessage(code, sku, doubtedKey{})
}
