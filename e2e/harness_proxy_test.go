package e2e

import (
	"bytes"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"omnimap/internal/dbtest"
)

// databaseProxy stands between a server and its PostgreSQL, and has the way
// between them fail.
type databaseProxy struct {
	// url is that of the database by way of the proxy, and direct that without.
	url, direct string
	network     string
	address     string

	mu    sync.Mutex
	links map[*databaseLink]bool
	// away refuses connections; thawed is closed unless nothing is forwarded.
	away   bool
	thawed chan struct{}
	// refused counts the refused connections.
	refused atomic.Int64
	// commit is what to do with one, if anything.
	commit *commitFault
}

// commitFault is what happens to the commit of the first transaction in which a
// statement with a text is sent.
type commitFault struct {
	text string
	// away has the whole database go away when the answer is lost.
	away bool
	// happened is closed when the commit was sent.
	happened chan struct{}
	// held has the commit wait until it is closed; nil if its answer is to be
	// lost.
	held chan struct{}
}

// databaseLink is a connection through the proxy.
type databaseLink struct {
	client, server net.Conn
	// fault is what is to happen to its commit, and committing says that it was
	// sent.
	fault      *commitFault
	committing bool
}

// newProxy starts a proxy before a new database.
func newProxy(t *testing.T) *databaseProxy {
	t.Helper()
	direct := dbtest.Postgres(t)
	config, err := pgx.ParseConfig(direct)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &databaseProxy{direct: direct, network: "tcp", address: fmt.Sprintf("%s:%d", config.Host, config.Port),
		links: make(map[*databaseLink]bool), thawed: make(chan struct{})}
	close(p.thawed)
	if strings.HasPrefix(config.Host, "/") {
		p.network, p.address = "unix", filepath.Join(config.Host, fmt.Sprintf(".s.PGSQL.%d", config.Port))
	}
	p.url = (&url.URL{Scheme: "postgres", User: url.UserPassword(config.User, config.Password), Host: listener.Addr().String(),
		Path: "/" + config.Database, RawQuery: "sslmode=disable"}).String()
	go p.accept(listener)
	t.Cleanup(func() {
		listener.Close()
		p.setAway(true)
		p.thaw()
	})
	return p
}

func (p *databaseProxy) accept(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go p.link(client)
	}
}

// link connects a client to the database, unless that is away.
func (p *databaseProxy) link(client net.Conn) {
	server, err := net.Dial(p.network, p.address)
	if err != nil {
		client.Close()
		return
	}
	l := &databaseLink{client: client, server: server}
	p.mu.Lock()
	away := p.away
	p.links[l] = true
	p.mu.Unlock()
	if away {
		p.refused.Add(1)
		l.close()
		return
	}
	go p.forward(server, client, func(sent []byte) bool { return p.seen(l, sent) })
	p.forward(client, server, func([]byte) bool { return !p.swallows(l) })
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.links, l)
}

// forward copies until a side closes. What pass does not want is not copied,
// and ends the link.
func (p *databaseProxy) forward(to, from net.Conn, pass func([]byte) bool) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			p.mu.Lock()
			thawed := p.thawed
			p.mu.Unlock()
			<-thawed
			if !pass(buffer[:n]) {
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// seen looks at what the client sends, and may hold it.
func (p *databaseProxy) seen(l *databaseLink, sent []byte) bool {
	if p.isCommit(l, sent) && l.fault.held != nil {
		close(l.fault.happened)
		<-l.fault.held
	}
	return true
}

// isCommit reports whether the client sends the commit that is to fail.
func (p *databaseProxy) isCommit(l *databaseLink, sent []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.commit != nil && bytes.Contains(sent, []byte(p.commit.text)) {
		l.fault, p.commit = p.commit, nil
	}
	l.committing = l.committing || l.fault != nil && bytes.Contains(sent, []byte("commit\x00"))
	return l.committing
}

// swallows reports whether an answer is to be lost.
func (p *databaseProxy) swallows(l *databaseLink) bool {
	p.mu.Lock()
	lost := l.committing && l.fault.held == nil
	p.mu.Unlock()
	if !lost {
		return false
	}
	if l.fault.away {
		p.setAway(true)
	}
	close(l.fault.happened)
	return true
}

func (l *databaseLink) close() {
	l.client.Close()
	l.server.Close()
}

// setAway cuts all connections and refuses new ones, or takes them again.
func (p *databaseProxy) setAway(away bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away = away
	if !away {
		return
	}
	for l := range p.links {
		l.close()
	}
	p.links = make(map[*databaseLink]bool)
}

// freeze stops forwarding: the database takes connections and says nothing.
func (p *databaseProxy) freeze() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.thawed = make(chan struct{})
}

// thaw goes on, with what was sent meanwhile too.
func (p *databaseProxy) thaw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.thawed:
	default:
		close(p.thawed)
	}
}

// failCommit has a commit fail. It returns what is closed when it does.
func (p *databaseProxy) failCommit(fault commitFault) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	fault.happened = make(chan struct{})
	p.commit = &fault
	return fault.happened
}
