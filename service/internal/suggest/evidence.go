package suggest

import "fmt"

// Kind is a kind of evidence, the strongest first.
type Kind uint8

// The kinds of evidence.
const (
	SameSKUElsewhere Kind = iota + 1
	SameASIN
	GTIN
	CodeLikeSKU
	ModelNumber
	Title
	OptionWords
	Family
	Price
	SpreadsheetDamage
	Pack
	Bundle
)

// String is the kind's name in the API.
func (k Kind) String() string {
	names := [...]string{
		"", "SAME_SKU_ELSEWHERE", "SAME_ASIN", "GTIN", "CODE_LIKE_SKU", "MODEL_NUMBER", "TITLE",
		"OPTION_WORDS", "FAMILY", "PRICE", "SPREADSHEET_DAMAGE", "PACK", "BUNDLE",
	}
	return names[k]
}

// Evidence is one reason for a suggestion, or against it.
type Evidence struct {
	Fact Fact
	// Args are the values that the sentence quotes, as many as the fact has.
	Args []string
}

// Kind is the kind of the evidence.
func (e Evidence) Kind() Kind { return e.Fact.form().kind }

// Against says that it speaks against the target.
func (e Evidence) Against() bool { return e.Fact.form().against }

// Sentence words the evidence for a person: SKU contains the Code "150IN".
func (e Evidence) Sentence() string {
	args := make([]any, len(e.Args))
	for i, a := range e.Args {
		args[i] = a
	}
	return fmt.Sprintf(e.Fact.form().sentence, args...)
}

// Fact is what evidence says, of which a kind has several. Its numbers may be
// stored: new facts come at the end.
type Fact uint8

// The facts, with the arguments that they take.
const (
	FactSameSKU          Fact = iota + 1 // SKU
	FactSameASIN                         // ASIN
	FactBarcode                          // barcode
	FactBarcodeCase                      // barcode
	FactCode                             // Code
	FactCodeFolded                       // Code
	FactCodeZeros                        // Code
	FactCodePrefix                       // Code, prefix
	FactCodeSuffix                       // Code, suffix
	FactCodeAffixes                      // Code, prefix, suffix
	FactCodeContained                    // Code
	FactCodePart                         // part of the SKU, Code
	FactCodeBegins                       // Code, part of the SKU
	FactCodeSlip                         // Code, number of letters
	FactProductCode                      // product's Code
	FactDamagedNumber                    // Code, SKU
	FactDamagedDate                      // Code, SKU
	FactDamagedZeros                     // Code
	FactDamagedDecimal                   // Code
	FactTitleCode                        // Code
	FactModel                            // model number
	FactModelHead                        // model number
	FactTitleCodeBegins                  // Code, model number
	FactWords                            // words
	FactOption                           // values
	FactOptionShort                      // values
	FactFamily                           //
	FactPrice                            // price, retail price
	FactPack                             // count
	FactPackOfListing                    // count
	FactPackOfItem                       // count
	FactBundle                           //
	FactOptionOther                      // value of the title, value of the option
	FactPackOther                        // count of the listing, count of the item
	FactEndingOther                      // Code
	FactModelOther                       // model number
	FactMeasureOther                     // measure of the name
	FactBarcodeOther                     // barcode of the item
	FactShortOptionOther                 // values
	FactModelEnding                      // model number
)

// form is how a fact is told.
type form struct {
	kind     Kind
	against  bool
	sentence string
}

func (f Fact) form() form {
	switch f {
	case FactSameSKU:
		return form{SameSKUElsewhere, false, `Another integration maps the SKU "%s" to it.`}
	case FactSameASIN:
		return form{SameASIN, false, `Another integration maps the ASIN "%s" to it.`}
	case FactBarcode:
		return form{GTIN, false, `Barcode "%s" is its own.`}
	case FactBarcodeCase:
		return form{GTIN, false, `Barcode "%s" numbers a case of it, or one of its case.`}
	case FactBarcodeOther:
		return form{GTIN, true, `Its barcode is "%s", another of the same company.`}
	case FactModel:
		return form{ModelNumber, false, `Title and name have the model number "%s".`}
	case FactModelHead:
		return form{ModelNumber, false, `Title and name have the model number "%s", but for its ending.`}
	case FactModelOther:
		return form{ModelNumber, true, `The name has another model number than "%s".`}
	case FactModelEnding:
		return form{ModelNumber, true, `The name has the model number "%s" with another ending.`}
	case FactTitleCode:
		return form{ModelNumber, false, `Title contains the Code "%s".`}
	case FactTitleCodeBegins:
		return form{ModelNumber, false, `Code "%s" begins with "%s" of the title.`}
	case FactEndingOther:
		return form{ModelNumber, true, `The model's ending differs from that of the Code "%s".`}
	case FactWords:
		return form{Title, false, `Title and name share "%s".`}
	case FactMeasureOther:
		return form{Title, true, `The name says "%s", the title another measure.`}
	case FactFamily:
		return form{Family, false, `Other listings of its family belong to this product.`}
	case FactPrice:
		return form{Price, false, `Price %s is near the retail price %s.`}
	case FactBundle:
		return form{Bundle, false, `The listing is a bundle; this is one item of it.`}
	}
	return f.otherForm()
}

func (f Fact) otherForm() form {
	switch f {
	case FactOption:
		return form{OptionWords, false, `Title says "%s".`}
	case FactOptionShort:
		return form{OptionWords, false, `SKU has short forms of "%s".`}
	case FactOptionOther:
		return form{OptionWords, true, `Title says "%s", the option is "%s".`}
	case FactShortOptionOther:
		return form{OptionWords, true, `SKU has no short form of "%s".`}
	case FactPack:
		return form{Pack, false, `Listing and item are both packs of %s.`}
	case FactPackOfListing:
		return form{Pack, false, `The listing is a pack of %s; the item names no count.`}
	case FactPackOfItem:
		return form{Pack, false, `The item is a pack of %s; the listing names no count.`}
	case FactPackOther:
		return form{Pack, true, `The listing is a pack of %s, the item one of %s.`}
	case FactDamagedNumber, FactDamagedDate:
		return form{SpreadsheetDamage, false, `A spreadsheet shows the Code "%s" as "%s".`}
	case FactDamagedZeros:
		return form{SpreadsheetDamage, false, `SKU is the Code "%s" without the zeros that a spreadsheet drops.`}
	case FactDamagedDecimal:
		return form{SpreadsheetDamage, false, `SKU is the Code "%s" with the decimals that a spreadsheet adds.`}
	}
	return form{CodeLikeSKU, false, f.codeSentence()}
}

func (f Fact) codeSentence() string {
	switch f {
	case FactCode:
		return `SKU is the Code "%s".`
	case FactCodeFolded:
		return `SKU is the Code "%s" but for case or separators.`
	case FactCodeZeros:
		return `SKU is the Code "%s" but for zeros in front.`
	case FactCodePrefix:
		return `SKU is the Code "%s" with the prefix "%s".`
	case FactCodeSuffix:
		return `SKU is the Code "%s" with the suffix "%s".`
	case FactCodeAffixes:
		return `SKU is the Code "%s" between "%s" and "%s".`
	case FactCodeContained:
		return `SKU contains the Code "%s".`
	case FactCodePart:
		return `SKU contains "%s" of the Code "%s".`
	case FactCodeBegins:
		return `Code "%s" begins with "%s" of the SKU.`
	case FactCodeSlip:
		return `SKU differs from the Code "%s" by letters: %s.`
	case FactProductCode:
		return `SKU contains the product's Code "%s".`
	}
	return ""
}
