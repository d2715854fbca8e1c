package catalog

import (
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
