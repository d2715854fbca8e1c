package transport

import "encoding/json"

// eachField calls read for each field of the JSON object that comes next, by the
// name as it is written: encoding/json takes a field for a struct's in any case,
// so that {"QUERY": …} would be a query. null is an object without fields. It
// reports false for any other value, which it skips.
func eachField(dec *json.Decoder, read func(name string, dec *json.Decoder) error) (isObject bool, err error) {
	first, err := dec.Token()
	if err != nil {
		return false, err
	}
	switch first {
	case nil:
		return true, nil
	case json.Delim('['):
		return false, skipRest(dec)
	case json.Delim('{'):
	default:
		return false, nil
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return true, err
		}
		if err := read(name.(string), dec); err != nil { // The decoder takes only texts for names.
			return true, err
		}
	}
	_, err = dec.Token()
	return true, err
}

// skipRest reads to the end of a list that has begun.
func skipRest(dec *json.Decoder) error {
	for dec.More() {
		if _, err := readValue[json.RawMessage](dec); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// readValue reads the value that comes next.
func readValue[T any](dec *json.Decoder) (value T, err error) {
	err = dec.Decode(&value)
	return value, err
}
