package e2e

import "testing"

// TestCustomMappingsByID maps listings to items that no Code tells apart.
func TestCustomMappingsByID(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openShop(t, s)
		var found struct {
			OmniProducts struct {
				Nodes []struct {
					Options []struct {
						ID    string
						Sizes []struct{ ID string }
					}
				}
			}
		}
		w.read(t, "{omniProducts {nodes {options {id sizes {id}}}}}", nil, &found)
		options := found.OmniProducts.Nodes[2].Options
		size := options[2].Sizes[1].ID
		const selection = "summary {productOptionsMapped rejected blank} rejectedRows {row sku cin7Code code message} userErrors {code}"
		checkJSON(t, w.mutate(t, "applyCustomMappings", variables{"integrationId": w.id, "dryRun": true, "mappings": []variables{
			{"sku": "F", "optionId": options[0].ID, "sizeId": size}, {"sku": "none", "cin7Code": "spare", "sizeId": size}, {"sku": "v3", "optionId": size},
			{"sku": "v4", "optionId": ""}, {"sku": "a", "optionId": options[0].ID}, {"sku": "B", "optionId": options[0].ID}, {"sku": "twice", "optionId": options[0].ID}, {"sku": "v1"},
		}}, selection), `{"summary": {"productOptionsMapped": 0, "rejected": 7, "blank": 1}, "rejectedRows": [
			{"row": 1, "sku": "F", "cin7Code": null, "code": "INVALID", "message": "The pair names its item in several ways. Give exactly one of cin7Code, optionId and sizeId."},
			{"row": 2, "sku": "none", "cin7Code": "spare", "code": "INVALID", "message": "The pair names its item in several ways. Give exactly one of cin7Code, optionId and sizeId."},
			{"row": 3, "sku": "v3", "cin7Code": null, "code": "UNKNOWN_CODE", "message": "No Omni item has that id. Search for the item again, and use the id that it has now."},
			{"row": 4, "sku": "v4", "cin7Code": null, "code": "UNKNOWN_CODE", "message": "No Omni item has that id. Search for the item again, and use the id that it has now."},
			{"row": 5, "sku": "a", "cin7Code": null, "code": "PRODUCT_IS_MAPPABLE", "message": "The listing \"a\" matches by itself: an import maps it. To map it to the item chosen nevertheless, allow mappable listings."},
			{"row": 6, "sku": "B", "cin7Code": null, "code": "DUPLICATE_CODE", "message": "Another row maps to the same item. An item can be linked to one listing; keep one of the rows."},
			{"row": 7, "sku": "twice", "cin7Code": null, "code": "DUPLICATE_CODE", "message": "Another row maps to the same item. An item can be linked to one listing; keep one of the rows."}],
			"userErrors": []}`)
		checkJSON(t, w.mutate(t, "applyCustomMappings", variables{"integrationId": w.id, "mappings": []variables{
			{"sku": "twice", "cin7Code": " ", "optionId": options[1].ID}, {"sku": "B", "sizeId": size},
		}}, selection), `{"summary": {"productOptionsMapped": 2, "rejected": 0, "blank": 0}, "rejectedRows": [], "userErrors": []}`)
		checkJSON(t, w.mutate(t, "applyCustomMappings", variables{"integrationId": w.id, "mappings": []variables{{"sku": "v3", "optionId": options[0].ID}}}, "rejectedRows {code message}"),
			`{"rejectedRows": [{"code": "OMNI_PRODUCT_MAPPED", "message": "The Omni product of the item chosen has a mapping already. Remap it to change that."}]}`)
		const remapped = "created {sku target {level option {code} size {name}} formerTarget {level}} kept {sku target {level size {name}}} lost {sku} rejectedRows {code}"
		checkJSON(t, w.mutate(t, "remapProducts", variables{"integrationId": w.id, "familySku": "twice", "mappings": []variables{{"sku": "twice", "optionId": options[0].ID}}}, remapped),
			`{"created": [{"sku": "twice", "target": {"level": "PRODUCT_OPTION", "option": {"code": "twice"}, "size": null}, "formerTarget": {"level": "PRODUCT_OPTION"}}],
			"kept": [{"sku": "B", "target": {"level": "SIZE_OPTION", "size": {"name": "M"}}}], "lost": [], "rejectedRows": []}`)
	})
}
