package transport

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/graph/gqlerr"
)

const (
	typeForm = "multipart/form-data"

	// uploadMemory is how much of a request's files is held in memory; the
	// rest goes to disk.
	uploadMemory = 8 << 20

	// maxMap is how large the map may be, and maxFiles how many files.
	maxMap   = 1 << 20
	MaxFiles = 100

	// formOverhead is what the parts' headers may come to.
	formOverhead = 64 << 10
)

// Multipart is the transport of files, by the GraphQL multipart request
// specification: the parts are the operations, a map that says where in their
// variables the files belong, and the files.
type Multipart struct {
	// MaxBody and MaxUpload are how many bytes the JSON and the files together
	// may have.
	MaxBody, MaxUpload int64
	// Refused tells whether an operation will be refused whatever its files hold:
	// they are not kept then. Nil where that is not known before.
	Refused func(context.Context, *graphql.RawParams) bool
	Log     *slog.Logger
}

// Supports tells whether a request is a form of several parts.
func (f Multipart) Supports(r *http.Request) bool {
	return r.Method == http.MethodPost && !isWebSocket(r) && contentType(r) == typeForm
}

// Do serves a request.
func (f Multipart) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	files := &spool{memory: uploadMemory}
	defer files.close()
	request, err := f.read(r, files)
	var refused *gqlerr.RequestError
	switch {
	case errors.As(err, &refused):
		refuse(w, r, exec, refused)
	case errors.Is(err, errRefused):
		respondEarly(w, r, func(w http.ResponseWriter) { request.respond(w, r, exec) })
	case err != nil:
		WriteError(w, r, f.Log, "keep an upload", err)
	default:
		request.respond(w, r, exec)
	}
}

// errRefused says that files are not read, since all operations of the request,
// which is given beside it, will be refused.
var errRefused = errors.New("all operations will be refused")

// read reads a whole form. Its error is a *requestError, errRefused, or a fault
// of the disk.
func (f Multipart) read(r *http.Request, files *spool) (*request, error) {
	if err := checkEncoding(r.Header); err != nil {
		return nil, err
	}
	if err := checkPreflight(r.Header); err != nil {
		return nil, err
	}
	most := f.MaxBody + maxMap + f.MaxUpload + formOverhead
	if r.ContentLength > most {
		return nil, f.tooLarge()
	}
	body := &counted{ReadCloser: http.MaxBytesReader(nil, r.Body, most)}
	r.Body = body
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, gqlerr.BadRequest("The form cannot be read: %v.", err)
	}
	request, err := f.readOperations(parts)
	if err != nil {
		return nil, err
	}
	setters, err := f.readMap(parts, request)
	if err != nil {
		return nil, err
	}
	if r.ContentLength-body.n > f.MaxUpload+formOverhead {
		return nil, f.tooLarge()
	}
	if f.refuses(r.Context(), request) {
		return request, errRefused
	}
	if err := f.readFiles(parts, setters, files); err != nil {
		return nil, err
	}
	return request, f.readRest(body)
}

// refuses tells whether all operations of a request will be refused.
func (f Multipart) refuses(ctx context.Context, request *request) bool {
	return f.Refused != nil && !slices.ContainsFunc(request.operations, func(o operation) bool {
		return o.malformed == nil && !f.Refused(ctx, &o.params)
	})
}

// readRest reads what follows the last part, which has no meaning: until a
// body has been read, the server does not see its client go away.
func (f Multipart) readRest(body io.Reader) error {
	if _, err := io.Copy(io.Discard, body); err != nil {
		return f.broken(err)
	}
	return nil
}

// counted counts what is read of a body.
type counted struct {
	io.ReadCloser
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n += int64(n)
	return n, err
}

func (f Multipart) readOperations(parts *multipart.Reader) (*request, error) {
	part, err := f.next(parts, "operations")
	if err != nil {
		return nil, err
	}
	return readRequest("part operations", part, f.MaxBody)
}

// readMap reads where the files belong, by the names of their parts.
func (f Multipart) readMap(parts *multipart.Reader, request *request) (map[string][]variableSetter, error) {
	part, err := f.next(parts, "map")
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(http.MaxBytesReader(nil, part, min(f.MaxBody, maxMap)))
	var paths map[string][]string
	var mistyped *json.UnmarshalTypeError
	if err := dec.Decode(&paths); errors.As(err, &mistyped) {
		return nil, gqlerr.BadRequest(`The part map must be a JSON object of lists of paths, such as {"0": ["variables.input.file"]}.`)
	} else if err != nil {
		return nil, readError("part map", err)
	}
	if err := expectEnd("part map", dec); err != nil {
		return nil, err
	}
	return request.variableSetters(paths)
}

// next gives the next part, which must be of a name.
func (f Multipart) next(parts *multipart.Reader, name string) (*multipart.Part, error) {
	part, err := parts.NextPart()
	if err != nil && err != io.EOF {
		return nil, f.broken(err)
	}
	if err == io.EOF || part.FormName() != name {
		return nil, gqlerr.BadRequest("The form's parts must be operations, map and then the files; where %s should be is something else.", name)
	}
	return part, nil
}

// readFiles puts the files into their variables.
func (f Multipart) readFiles(parts *multipart.Reader, setters map[string][]variableSetter, files *spool) error {
	left := f.MaxUpload
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return f.broken(err)
		}
		name := part.FormName()
		if len(setters[name]) == 0 {
			return gqlerr.BadRequest("The map names no place for the part %q, or there are two of it.", name)
		}
		content, size, err := files.keep(http.MaxBytesReader(nil, part, left))
		if err != nil {
			return f.broken(err)
		}
		left -= size
		for _, set := range setters[name] {
			// Every variable reads the file for itself.
			set(graphql.Upload{File: io.NewSectionReader(content, 0, size), Size: size,
				Filename: part.FileName(), ContentType: part.Header.Get("Content-Type")})
		}
		delete(setters, name)
	}
	for name := range setters {
		return gqlerr.BadRequest("The map names the part %q, which the form lacks.", name)
	}
	return nil
}

// broken says why a form cannot be read further. A fault of the disk is none
// of the client's.
func (f Multipart) broken(err error) error {
	var large *http.MaxBytesError
	var fault *fs.PathError
	switch {
	case errors.As(err, &large):
		return f.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return gqlerr.TooSlow()
	case errors.As(err, &fault):
		return err
	default:
		return gqlerr.BadRequest("The form breaks off or cannot be read: %v.", err)
	}
}

func (f Multipart) tooLarge() *gqlerr.RequestError {
	return gqlerr.TooLarge("The request's files are larger than the %d bytes that this server takes.", f.MaxUpload)
}
