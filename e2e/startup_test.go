package e2e

import (
	"net"
	"path/filepath"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestStartErrors gives settings with which there is nothing to serve.
func TestStartErrors(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	tests := []struct {
		name, setting string
		args          []string
		words         []string
	}{
		{"every address", "ADDR=0.0.0.0:0", nil, []string{"ADDR is 0.0.0.0:0", "no API keys", "127.0.0.1 or localhost"}},
		{"every address, unsaid", "ADDR=:0", nil, []string{"ADDR is :0", "127.0.0.1 or localhost"}},
		{"every address of IPv6", "ADDR=[::]:0", nil, []string{"ADDR is [::]:0", "127.0.0.1 or localhost"}},
		{"another machine's address", "ADDR=192.0.2.1:8080", nil, []string{"ADDR is 192.0.2.1:8080", "127.0.0.1 or localhost"}},
		{"a name", "ADDR=shop.example:8080", nil, []string{"ADDR is shop.example:8080", "127.0.0.1 or localhost"}},
		{"no port", "ADDR=127.0.0.1", nil, []string{"ADDR", "missing port"}},
		{"a port in use", "ADDR=" + taken.Addr().String(), nil, []string{taken.Addr().String(), "in use", "set ADDR to a free address"}},
		{"another database", "DATABASE_URL=mysql://shop", nil, []string{"DATABASE_URL must begin with sqlite: or postgres://"}},
		{"a folder that is not there", "DATABASE_URL=sqlite:" + filepath.Join(t.TempDir(), "missing", "shop.db"), nil, []string{"open database", "missing", "no such file or directory"}},
		{"a database that is not there", "DATABASE_URL=postgres://shop:geheim@127.0.0.1:1/shop", nil, []string{"open database", "127.0.0.1:1", "refused"}},
		{"a URL that is none", "DATABASE_URL=postgres://shop:geheim@127.0.0.1:port/shop", nil, []string{"open database", "port"}},
		{"a limit in words", "MAX_BODY=16MB", nil, []string{"MAX_BODY", `"16MB"`, "number of bytes"}},
		{"a limit of nothing", "MAX_UPLOAD=0", nil, []string{"MAX_UPLOAD", "number of bytes"}},
		{"every origin", "CORS_ORIGINS=*", nil, []string{"CORS_ORIGINS", `"*"`, "https://shop.example"}},
		{"all of a site", "CORS_ORIGINS=https://*.example", nil, []string{"CORS_ORIGINS", "https://*.example"}},
		{"an origin with a path", "CORS_ORIGINS=https://shop.example/", nil, []string{"CORS_ORIGINS", "path"}},
		{"a log level", "LOG_LEVEL=loud", nil, []string{"LOG_LEVEL", "loud"}},
		{"an unknown command", "", []string{"verfy"}, []string{`"verfy"`, "verify"}},
		{"an unknown flag", "", []string{"-simple"}, []string{"-simple", "-sample"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + dbtest.SQLite(t), test.setting}, test.args...)
			if stdout != "" || status != 1 {
				t.Errorf("status %d, printed %q", status, stdout)
			}
			checkWords(t, stderr, append(test.words, "omnimap: ")...)
			if strings.Contains(stderr, "geheim") || strings.Contains(stderr, "goroutine") {
				t.Errorf("it says too much: %s", stderr)
			}
		})
	}
}
