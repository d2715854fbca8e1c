package transport

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestMultipartSpool keeps files in memory while it lasts, and then on disk, where
// nothing is left of them.
func TestMultipartSpool(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	s := &spool{memory: 10}
	contents := [][]byte{[]byte("1234"), []byte("1234567"), []byte("123456"), {}, []byte("1")}
	var readers []io.ReaderAt
	for i, content := range contents {
		reader, size, err := s.keep(bytes.NewReader(content))
		if err != nil || size != int64(len(content)) {
			t.Fatalf("file %d: %d bytes, error %v", i, size, err)
		}
		if _, disk := reader.(*os.File); disk != (i == 1 || i == 4) {
			t.Errorf("file %d is on disk: %t", i, disk)
		}
		readers = append(readers, reader)
	}
	for i, content := range contents {
		got, err := io.ReadAll(io.NewSectionReader(readers[i], 0, int64(len(content))))
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("file %d holds %q, error %v", i, got, err)
		}
	}
	s.close()
	if left, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(left) > 0 {
		t.Errorf("left are %v, error %v", left, err)
	}
	if _, err := s.files[0].Stat(); err == nil {
		t.Error("the file is still open")
	}
}
