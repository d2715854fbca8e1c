package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A barePage is a page that the bare handler serves: a statement and its
// arguments.
type barePage struct {
	Name, Query          string
	Account, Integration int64
	// Key is that of a cursor; Keys are the SKUs of a page that is known.
	Key    string
	Keys   []string
	Search *pageSearch
	// Mapped says that the rows are mappings, and Last that they come
	// backwards.
	Mapped, Last bool
}

// register sends a page's statement to the bare handler, and returns the
// request for the page.
func (r *pageRun) register(ctx context.Context, c pageCase, where pagePlace) (*http.Request, error) {
	page := barePage{Name: c.name, Query: c.list.query(r.dialect.name, where), Account: r.account, Integration: r.integration,
		Key: where.after, Keys: where.keys, Search: where.search, Mapped: c.list == mappedPages, Last: where.last}
	body, err := json.Marshal(page)
	if err != nil {
		return nil, err
	}
	put, err := http.NewRequestWithContext(ctx, http.MethodPut, r.bare.url+"/page", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if err := fetchJSON(r.bare.http, put, &struct{}{}); err != nil {
		return nil, err
	}
	return http.NewRequestWithContext(ctx, http.MethodGet, r.bare.url+"/page?name="+c.name, nil)
}

// startBare starts this program a second time, as the bare handler.
func startBare(folder, dialectName, databaseURL string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return startProcess(self, folder+"/bare.log", nil, bareCommand, dialectName, databaseURL)
}

// bareCommand is the argument that makes this program the bare handler.
const bareCommand = "serve-pages"

// selecting runs a query and hands each row to each.
type selecting func(ctx context.Context, query string, args []any, each func(scan func(...any) error) error) error

// servePages is the bare handler: net/http, a driver, and encoding/json.
func servePages(dialectName, databaseURL string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	selects, err := openSelecting(ctx, dialectName, databaseURL)
	if err != nil {
		return err
	}
	b := &bareHandler{selects: selects, sqlite: dialectName == sqlite}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("pages at http://%s\n", listener.Addr())
	server := &http.Server{Handler: b}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func openSelecting(ctx context.Context, dialectName, databaseURL string) (selecting, error) {
	if dialectName == sqlite {
		pool, err := (&dialect{name: sqlite}).connect(databaseURL)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, query string, args []any, each func(func(...any) error) error) error {
			rows, err := pool.QueryContext(ctx, query, args...)
			if err != nil {
				return err
			}
			return eachSQLRow(rows, each)
		}, nil
	}
	pool, err := pgxpool.New(ctx, databaseURL)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, query string, args []any, each func(func(...any) error) error) error {
		rows, err := pool.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		return eachPgxRow(rows, each)
	}, nil
}

func eachSQLRow(rows *sql.Rows, each func(func(...any) error) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func eachPgxRow(rows pgx.Rows, each func(func(...any) error) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

type bareHandler struct {
	selects selecting
	sqlite  bool
	pages   sync.Map
}

func (b *bareHandler) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	var response any = struct{}{}
	var err error
	if request.Method == http.MethodPut {
		var page barePage
		if err = json.NewDecoder(request.Body).Decode(&page); err == nil {
			b.pages.Store(page.Name, &page)
		}
	} else if page, ok := b.pages.Load(request.URL.Query().Get("name")); ok {
		response, err = b.read(request.Context(), page.(*barePage))
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(response)
}

// bareResponse is a page in the API's form.
type bareResponse struct {
	Nodes    []any `json:"nodes"`
	PageInfo struct {
		HasNextPage bool    `json:"hasNextPage"`
		EndCursor   *string `json:"endCursor"`
	} `json:"pageInfo"`
}

func (b *bareHandler) read(ctx context.Context, page *barePage) (*bareResponse, error) {
	args := []any{page.Account, page.Integration}
	switch {
	case page.Search != nil:
		args = append(args, page.Search.Indexed, page.Search.Begins, page.Search.Holds)
	case page.Keys != nil && b.sqlite:
		keys, err := json.Marshal(page.Keys)
		if err != nil {
			return nil, err
		}
		args = append(args, string(keys))
	case page.Keys != nil:
		args = append(args, page.Keys)
	case page.Key != "" && page.Mapped:
		id, err := strconv.ParseInt(page.Key, 10, 64)
		if err != nil {
			return nil, err
		}
		args = append(args, id)
	case page.Key != "":
		args = append(args, page.Key)
	}
	response := &bareResponse{Nodes: make([]any, 0, pageSize+1)}
	scan, key := scanListing, ""
	if page.Mapped {
		scan = scanMapping
	}
	err := b.selects(ctx, page.Query, args, func(row func(...any) error) error {
		node, err := scan(row, &key)
		response.Nodes = append(response.Nodes, node)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(response.Nodes) > pageSize {
		response.PageInfo.HasNextPage, response.Nodes = true, response.Nodes[:pageSize]
	}
	if page.Last {
		slices.Reverse(response.Nodes)
	}
	cursor := base64.StdEncoding.EncodeToString([]byte(key))
	response.PageInfo.EndCursor = &cursor
	return response, nil
}

// rfc3339 is a time of the database as the API writes it.
func rfc3339(micros int64) string { return time.UnixMicro(micros).UTC().Format(time.RFC3339Nano) }
