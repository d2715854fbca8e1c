package catalog

import (
	"strings"
	"testing"
	"time"
)

func TestParseOpenDate(t *testing.T) {
	tests := []struct{ text, want string }{
		{"2021-07-04 22:15:30 PDT", "2021-07-05T05:15:30Z"},
		{"2021-12-04 22:15:30 PST", "2021-12-05T06:15:30Z"},
		{"04/07/2021 22:15:30 BST", "2021-07-04T21:15:30Z"},
		{"04/12/2021 22:15:30 GMT", "2021-12-04T22:15:30Z"},
		{"2021/07/04 22:15:30 JST", "2021-07-04T13:15:30Z"},
		{"04.07.2021 22:15:30 MESZ", "2021-07-04T20:15:30Z"},
		{"04.12.2021 22:15:30 MEZ", "2021-12-04T21:15:30Z"},
		{"04/07/2021 22:15:30 CEST", "2021-07-04T20:15:30Z"},
		{"04.12.2021 22:15:30 CET", "2021-12-04T21:15:30Z"},
		{"04/07/2021 22:15:30 IST", "2021-07-04T16:45:30Z"},
		{"04/07/2021 22:15:30 ACST", "2021-07-04T12:45:30Z"},
		{"2021-07-04 22:15:30 CST", "2021-07-05T04:15:30Z"},
		{"2021-07-04 22:15:30 -03", "2021-07-05T01:15:30Z"},
		{"2021-07-04 22:15:30 +0530", "2021-07-04T16:45:30Z"},
		{"2021-07-04 22:15:30 GMT+9", "2021-07-04T13:15:30Z"},
		{"2021-07-04 22:15:30 UTC-03:30", "2021-07-05T01:45:30Z"},
		{"2021-07-04T22:15:30Z", "2021-07-04T22:15:30Z"},
		{"2021-07-04T22:15:30+02:00", "2021-07-04T20:15:30Z"},
		{"2021-07-04T22:15:30.125Z", "2021-07-04T22:15:30.125Z"},
		{"2021-07-04 22:15:30", "2021-07-04T22:15:30Z"},
		{"2021-07-04 22:15", "2021-07-04T22:15:00Z"},
		{"4/7/2021 9:05", "2021-07-04T09:05:00Z"},
		{"2021-07-04", "2021-07-04T00:00:00Z"},
		{"04.07.2021", "2021-07-04T00:00:00Z"},
		{"  2021-07-04 22:15:30 pdt ", "2021-07-05T05:15:30Z"},
		{"2024-02-29 00:00:00 UTC", "2024-02-29T00:00:00Z"},
	}
	for _, test := range tests {
		got, err := parseOpenDate(test.text, langEnglish)
		if err != nil || got.Format(time.RFC3339Nano) != test.want || got.Location() != time.UTC {
			t.Errorf("parseOpenDate(%q) = %v, %v; want %s", test.text, got, err, test.want)
		}
	}
}

func TestParseOpenDateInChina(t *testing.T) {
	got, err := parseOpenDate("2021-07-04 22:15:30 CST", langChinese)
	if want := "2021-07-04T14:15:30Z"; err != nil || got.Format(time.RFC3339) != want {
		t.Errorf("got %v, %v; want %s", got, err, want)
	}
}

func TestParseOpenDateRefuses(t *testing.T) {
	for _, text := range []string{
		"yesterday", "2021", "2021-07", "20210704", "44381.5", "#N/A",
		"2021-13-01", "2021-02-29 10:00:00 UTC", "31/04/2021", "07/25/2021 10:00:00 PDT", "0000-00-00",
		"2021-07/04", "04/07/21", "1969-01-01", "3000-01-01", "12021-01-01",
		"2021-07-04 24:00:00 UTC", "2021-07-04 10:60", "2021-07-04 10:00:60", "2021-07-04 10", "2021-07-04 UTC",
		"2021-07-04 10:00:00.Z", "2021-07-04 10:00:00 +25", "2021-07-04 10:00:00 +01:99", "2021-07-04 10:00:00 +01:00x",
	} {
		if got, err := parseOpenDate(text, langEnglish); err == nil {
			t.Errorf("parseOpenDate(%q) = %v, want an error", text, got)
		} else {
			checkWords(t, err.Error(), text, "2024-05-06")
		}
	}
}

func TestParseOpenDateUnknownZone(t *testing.T) {
	for _, text := range []string{"2021-07-04 10:00:00 XYZ", "2021-07-04 10:00 PM"} {
		if _, err := parseOpenDate(text, langEnglish); err == nil {
			t.Errorf("parseOpenDate(%q) gives no error", text)
		} else {
			checkWords(t, err.Error(), text, "time zone")
		}
	}
}

func TestParseOpenDateHalfDays(t *testing.T) {
	tests := []struct{ text, want string }{
		{"2024-05-06 7:08:09 AM PDT", "2024-05-06T14:08:09Z"},
		{"06/05/2024 12:30 AM UTC", "2024-05-06T00:30:00Z"},
		{"06/05/2024 12:30 pm UTC", "2024-05-06T12:30:00Z"},
		{"2024-05-06 11:08:09PM +02:00", "2024-05-06T21:08:09Z"},
		{"2024-05-06 7:08\u202fPM GMT", "2024-05-06T19:08:00Z"},
		{"2024-05-06 10:00 AST", "2024-05-06T07:00:00Z"},
		{"2024-05-06 10:00 AMT", ""},
		{"2024-05-06 13:00 PM UTC", ""},
		{"2024-05-06 0:30 AM UTC", ""},
		{"2024-05-06 7:08 AM", ""},
	}
	for _, test := range tests {
		got, err := parseOpenDate(test.text, langEnglish)
		if test.want == "" {
			if err == nil {
				t.Errorf("parseOpenDate(%q) = %v, want an error", test.text, got)
			}
		} else if err != nil || got.Format(time.RFC3339) != test.want {
			t.Errorf("parseOpenDate(%q) = %v, %v; want %s", test.text, got, err, test.want)
		}
	}
}

func TestParseLocalDate(t *testing.T) {
	riyadh, losAngeles := time.FixedZone("", 3*3600), time.FixedZone("", -7*3600)
	tests := []struct {
		text string
		at   *time.Location
		want string
	}{
		{"2024-05-06 7:08 AM", losAngeles, "2024-05-06T14:08:00Z"},
		{"2024-05-06 07:08:09.5", riyadh, "2024-05-06T04:08:09.5Z"},
		{"2024-05-06", losAngeles, "2024-05-06T07:00:00Z"},
		{"2024-05-06 07:08:09 UTC", losAngeles, "2024-05-06T07:08:09Z"},
		{"2024-05-06 07:08:09 +00:00", losAngeles, "2024-05-06T07:08:09Z"},
	}
	for _, test := range tests {
		got, err := parseLocalDate(test.text, langEnglish, test.at)
		if err != nil || got.Format(time.RFC3339Nano) != test.want || got.Location() != time.UTC {
			t.Errorf("parseLocalDate(%q) = %v, %v; want %s", test.text, got, err, test.want)
		}
	}
}

func TestListingReaderLocation(t *testing.T) {
	r, err := NewListingReader(strings.NewReader("seller-sku\topen-date\nA\t2024-05-06 7:08 AM\n"))
	if err != nil {
		t.Fatal(err)
	}
	r.SetLocation(time.FixedZone("", -7*3600))
	if row, err := r.Read(); err != nil || row.CreatedAt.Format(time.RFC3339) != "2024-05-06T14:08:00Z" {
		t.Errorf("%s, error %v", asJSON(row), err)
	}
}
