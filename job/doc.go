// Package job carries out runs: operations that last longer than a request and
// survive kills. It knows no capability; each handles the runs of its kinds.
//
// A run is a row with a due time, a lease and a token. A Worker of any server
// takes a run that is due, or whose lease has run out because its server died,
// and calls the Handler of its kind. The handler goes on from the state that the
// last step committed, so a kill repeats one step and never the run:
//
//  1. Run.Step commits what is about to be done, where doing it twice matters,
//  2. then the handler calls whatever is outside, in no transaction,
//  3. then Run.Step commits the answer.
//
// Each step checks the token in its transaction: a server that was paused while
// another took its run over commits nothing. All times are the database's. See
// ADR 27.
package job
