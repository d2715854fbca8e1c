package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"omnimap/graph/limit"
	"omnimap/internal/config"
)

// A command is what the program does for its first argument; without one it
// serves. docs/operate.md has the same rows.
type command struct {
	name, usage, about string
	run                func(ctx context.Context, args []string) error
}

func commands() []command {
	return []command{
		{"", "omnimap [-sample]", "serves; `-sample` loads a small invented catalogue first, unless there is data already", serve},
		{"keys", "omnimap keys create|list|revoke …", "makes, lists and revokes API keys; `omnimap keys -h` has their flags", manageKeys},
		{"verify", "omnimap verify", "checks a database and says what is wrong, or that nothing is; a server may run beside it", verify},
		{"version", "omnimap version", "says which build this is, with its commit and date", printVersion},
		{"help", "omnimap help", "lists the commands and settings", printHelp},
	}
}

// flagsOfCommands are commands by names that begin with a dash.
var flagsOfCommands = map[string]string{"-h": "help", "-help": "help", "--help": "help", "-version": "version", "--version": "version"}

// A usageError is about the program's arguments.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// exitStatus is 2 where the arguments are wrong, and 1 for any other error.
func exitStatus(err error) int {
	if usage := (usageError{}); errors.As(err, &usage) {
		return 2
	}
	return 1
}

// run runs the command that the arguments name.
func run(ctx context.Context, args []string) error {
	name := ""
	if len(args) > 0 {
		name = args[0]
		if command, ok := flagsOfCommands[name]; ok {
			name = command
		}
	}
	if name == "" || strings.HasPrefix(name, "-") {
		return serve(ctx, args)
	}
	for _, command := range commands() {
		if command.name == name {
			return command.run(ctx, args[1:])
		}
	}
	return unknownCommand(args[0])
}

func unknownCommand(name string) error {
	var names []string
	for _, command := range commands() {
		if command.name != "" {
			names = append(names, command.name)
		}
	}
	return usageError{fmt.Sprintf("there is no command %q; there are %s, and without a command the server starts. omnimap help says more", name, strings.Join(names, ", "))}
}

// parse reads a command's flags and refuses further arguments. It reports
// whether help was asked for, and then prints usage.
func parse(flags *flag.FlagSet, args []string, usage string) (helped bool, err error) {
	flags.SetOutput(io.Discard)
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Println(usage)
		printFlags(os.Stdout, flags)
		return true, nil
	case err != nil:
		return false, usageError{err.Error() + "\n" + usage + flagList(flags)}
	case flags.NArg() > 0:
		return false, usageError{fmt.Sprintf("%q is too much\n%s%s", flags.Arg(0), usage, flagList(flags))}
	}
	return false, nil
}

func flagList(flags *flag.FlagSet) string {
	var text strings.Builder
	printFlags(&text, flags)
	return strings.TrimRight("\n"+text.String(), "\n")
}

func printFlags(to io.Writer, flags *flag.FlagSet) {
	flags.SetOutput(to)
	flags.PrintDefaults()
	flags.SetOutput(io.Discard)
}

// withoutFlags refuses any argument of a command, except for those that ask for
// help.
func withoutFlags(name string, args []string) (helped bool, err error) {
	all := commands()
	command := all[slices.IndexFunc(all, func(c command) bool { return c.name == name })]
	return parse(flag.NewFlagSet(name, flag.ContinueOnError), args, "usage: "+command.usage+"\n"+plain(command.about))
}

// plain is a text of a document without its marks.
func plain(text string) string { return strings.ReplaceAll(text, "`", "") }

// printHelp prints the commands and the settings.
func printHelp(_ context.Context, args []string) error {
	if len(args) > 0 && args[0] == "keys" {
		fmt.Println(keysUsage)
		return nil
	}
	fmt.Println("omnimap keeps Amazon listings and Cin7 Omni items mapped to each other.\n\nCommands:")
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, command := range commands() {
		fmt.Fprintf(table, "  %s\t%s\n", command.usage, plain(command.about))
	}
	fmt.Fprintln(table, "\t\nSettings, which are environment variables, with their defaults:\t")
	if err := table.Flush(); err != nil {
		return err
	}
	for _, v := range config.Variables(config.Limits(limit.DefaultLimits())) {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", v.Name, v.Default, plain(v.About))
	}
	return table.Flush()
}
