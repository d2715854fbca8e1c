package catalog

import (
	"fmt"
	"strings"
	"time"
)

// zoneHours are the offsets from UTC, in hours, of the time zones that Amazon's
// reports name. Of names with several meanings it is the one of a marketplace:
// IST is India's, BST Britain's, AST Saudi Arabia's.
var zoneHours = map[string]float64{
	"GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1,
	"CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "MEZ": 1, "MESZ": 2,
	"EET": 2, "EEST": 3, "SAST": 2, "MSK": 3, "TRT": 3, "GST": 4,
	"AST": 3, "EAT": 3, "CAT": 2, "WAT": 1, "MSD": 4, "PKT": 5,
	"ART": -3, "UYT": -3, "CLT": -4, "CLST": -3, "COT": -5, "PET": -5, "NST": -3.5, "NDT": -2.5,
	"ICT": 7, "WIB": 7, "MYT": 8, "PHT": 8,
	"PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4,
	"AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "BRST": -2,
	"IST": 5.5, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9,
	"AWST": 8, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}

// chinaHours is the offset of what a Chinese report calls CST.
const chinaHours = 8

// parseOpenDate is parseLocalDate for a report of which the marketplace is not
// known: a time without a zone is in UTC.
func parseOpenDate(text string, lang language) (time.Time, error) {
	return parseLocalDate(text, lang, nil)
}

// parseLocalDate reads when a listing was made: year, month, day or day, month,
// year, then a time and a zone, as a name or an offset; without one it is the
// time at the location. Blank text gives the zero time. An error continues a
// sentence about the column.
func parseLocalDate(text string, lang language, at *time.Location) (time.Time, error) {
	s := dateScanner{rest: strings.TrimSpace(text)}
	if s.rest == "" {
		return time.Time{}, nil
	}
	year, month, day := s.date()
	var clock, offset time.Duration
	if s.rest != "" {
		clock = s.clock()
		offset = s.zone(lang)
	}
	s.zoneUnknown = s.zoneUnknown || s.halfDay && !s.zoned && at == nil
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if s.bad || year < 1970 || year > 2999 || t.Day() != day || int(t.Month()) != month {
		return time.Time{}, fmt.Errorf("%s is not a date that can be read; write it as in 2024-05-06 07:08:09 UTC", quote(text))
	}
	if s.zoneUnknown {
		return time.Time{}, fmt.Errorf("the time zone of %s is not known; write its offset from UTC, as in 2024-05-06 07:08:09 +09:00", quote(text))
	}
	if !s.zoned && at != nil {
		return time.Date(year, time.Month(month), day, 0, 0, int(clock/time.Second), int(clock%time.Second), at).UTC(), nil
	}
	return t.Add(clock - offset), nil
}

// dateScanner reads a date from left to right. Once something is wrong, it is
// bad, and what it gives means nothing.
type dateScanner struct {
	rest        string
	bad         bool
	zoneUnknown bool
	// halfDay says that the time has AM or PM, zoned that it has a zone.
	halfDay, zoned bool
}

// number reads a number of min to max digits.
func (s *dateScanner) number(min, max int) int {
	n, i := 0, 0
	for ; i < len(s.rest) && i < max && isDigit(s.rest[i]); i++ {
		n = 10*n + int(s.rest[i]-'0')
	}
	if i < min {
		s.bad = true
	}
	s.rest = s.rest[i:]
	return n
}

// skip passes over one of the characters, and gives it, or 0 if none is there.
func (s *dateScanner) skip(characters string) byte {
	if s.rest == "" || strings.IndexByte(characters, s.rest[0]) < 0 {
		return 0
	}
	c := s.rest[0]
	s.rest = s.rest[1:]
	return c
}

func (s *dateScanner) date() (year, month, day int) {
	yearFirst := len(s.rest) > 4 && isDigits(s.rest[:4])
	if yearFirst {
		year = s.number(4, 4)
	} else {
		day = s.number(1, 2)
	}
	separator := s.skip("-/.")
	month = s.number(1, 2)
	if separator == 0 || s.skip("-/.") != separator {
		s.bad = true
	}
	if yearFirst {
		day = s.number(1, 2)
	} else {
		year = s.number(4, 4)
	}
	return year, month, day
}

// clock reads the time of day with what is before it.
func (s *dateScanner) clock() time.Duration {
	if s.skip("T ") == 0 {
		s.bad = true
	}
	s.rest = strings.TrimLeft(s.rest, " ")
	hour := s.number(1, 2)
	if s.skip(":") == 0 {
		s.bad = true
	}
	minute, second := s.number(2, 2), 0
	var fraction time.Duration
	if s.skip(":") != 0 {
		second = s.number(2, 2)
		fraction = s.fraction()
	}
	hour = s.fullHour(hour)
	if hour > 23 || minute > 59 || second > 59 {
		s.bad = true
	}
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second + fraction
}

// fullHour gives the hour of the day where the time has AM or PM after it.
func (s *dateScanner) fullHour(hour int) int {
	rest := strings.TrimLeft(s.rest, " \u00a0\u202f")
	if len(rest) < 2 {
		return hour
	}
	half := strings.ToUpper(rest[:2])
	if half != "AM" && half != "PM" || len(rest) > 2 && rest[2] != ' ' {
		return hour
	}
	s.rest, s.halfDay = rest[2:], true
	if hour < 1 || hour > 12 {
		s.bad = true
	}
	if hour %= 12; half == "PM" {
		hour += 12
	}
	return hour
}

// fraction reads what comes after a point that follows the seconds.
func (s *dateScanner) fraction() time.Duration {
	if s.skip(".") == 0 {
		return 0
	}
	var fraction time.Duration
	unit := time.Second
	for s.rest != "" && isDigit(s.rest[0]) {
		unit /= 10
		fraction += unit * time.Duration(s.number(1, 1))
	}
	if unit == time.Second {
		s.bad = true
	}
	return fraction
}

// zone reads what is left as a time zone.
func (s *dateScanner) zone(lang language) time.Duration {
	name := strings.ToUpper(strings.TrimSpace(s.rest))
	if name == "" {
		return 0
	}
	s.zoned = true
	if name == "CST" && lang == langChinese {
		return chinaHours * time.Hour
	}
	if hours, ok := zoneHours[name]; ok {
		return time.Duration(hours * float64(time.Hour))
	}
	s.rest = strings.TrimPrefix(strings.TrimPrefix(name, "GMT"), "UTC")
	return s.offset()
}

// offset reads an offset from UTC such as +9, -0700 or +05:30, and nothing
// after it.
func (s *dateScanner) offset() time.Duration {
	sign := s.skip("+-")
	if sign == 0 {
		s.zoneUnknown = true
		return 0
	}
	hours, minutes := s.number(1, 2), 0
	s.skip(":")
	if s.rest != "" {
		minutes = s.number(2, 2)
	}
	if s.rest != "" || hours > 14 || minutes > 59 {
		s.bad = true
	}
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if sign == '-' {
		return -offset
	}
	return offset
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
