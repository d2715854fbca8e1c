package xlsx

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// compoundError says which of the files that are Compound Files this one is.
func (f *File) compoundError() error {
	encrypted, err := f.hasStream("EncryptedPackage")
	if err != nil {
		return err
	}
	if encrypted {
		return &Error{Reason: Encrypted}
	}
	return &Error{Reason: OldWorkbook}
}

// maxDirectorySectors is how far a Compound File's directory is followed; that
// of a workbook with a password has a dozen entries.
const maxDirectorySectors = 64

// hasStream says that a Compound File holds a stream of the name, by [MS-CFB].
// Where the file is damaged the answer is no.
func (f *File) hasStream(name string) (bool, error) {
	head := make([]byte, 512)
	if _, err := f.ReadAt(head, 0); err != nil {
		return false, f.err
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return false, nil
	}
	buf := make([]byte, 1<<shift)
	sector := binary.LittleEndian.Uint32(head[48:])
	for range maxDirectorySectors {
		if err := f.readSector(buf, sector); err != nil {
			return false, f.err
		}
		if hasDirectoryEntry(buf, name) {
			return true, nil
		}
		perSector := uint32(len(buf) / 4)
		table := sector / perSector
		if table >= 109 { // as many as the head has
			return false, nil
		}
		if err := f.readSector(buf, binary.LittleEndian.Uint32(head[76+4*table:])); err != nil {
			return false, f.err
		}
		sector = binary.LittleEndian.Uint32(buf[4*(sector%perSector):])
	}
	return false, nil
}

func (f *File) readSector(buf []byte, sector uint32) error {
	_, err := f.ReadAt(buf, (int64(sector)+1)*int64(len(buf)))
	return err
}

// hasDirectoryEntry looks for a name in a sector of directory entries.
func hasDirectoryEntry(sector []byte, name string) bool {
	for entry := range len(sector) / 128 {
		units := make([]uint16, 32)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(sector[128*entry+2*i:])
		}
		if found, _, _ := strings.Cut(string(utf16.Decode(units)), "\x00"); found == name {
			return true
		}
	}
	return false
}
