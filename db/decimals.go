package db

import (
	"database/sql/driver"
	"fmt"

	"github.com/shopspring/decimal"
	modernc "modernc.org/sqlite"
)

// Exact decimal numbers are texts in SQLite, which cannot reckon with them. Its
// driver is given the functions worth and add_decimals for that.

// Worth is an aggregate: the sum of quantities times prices, without rows in
// which either is null; 0 if there is none.
func (tx *Tx) Worth(quantity, price string) string {
	if tx.dialect.name == "sqlite" {
		return "worth(" + quantity + ", " + price + ")"
	}
	return "coalesce(sum((" + quantity + ") * " + price + "), 0)"
}

// AddDecimals is the sum of two decimal numbers.
func (tx *Tx) AddDecimals(a, b string) string {
	if tx.dialect.name == "sqlite" {
		return "add_decimals(" + a + ", " + b + ")"
	}
	return a + " + " + b
}

// ZeroDecimal is the decimal number 0.
func (tx *Tx) ZeroDecimal() string {
	if tx.dialect.name == "sqlite" {
		return "'0'"
	}
	return "0"
}

func init() {
	modernc.MustRegisterDeterministicScalarFunction("add_decimals", 2, addDecimals)
	modernc.MustRegisterFunction("worth", &modernc.FunctionImpl{NArgs: 2, Deterministic: true,
		MakeAggregate: func(modernc.FunctionContext) (modernc.AggregateFunction, error) { return new(worthSum), nil }})
}

func addDecimals(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
	sum := decimal.Zero
	for _, arg := range args {
		number, err := decimal.NewFromString(fmt.Sprint(arg))
		if err != nil {
			return nil, fmt.Errorf("add decimals: %w", err)
		}
		sum = sum.Add(number)
	}
	return sum.String(), nil
}

// worthSum sums quantities times prices.
type worthSum struct{ sum decimal.Decimal }

// Step adds a row.
func (w *worthSum) Step(_ *modernc.FunctionContext, row []driver.Value) error { return w.add(row, 1) }

// WindowInverse takes a row away.
func (w *worthSum) WindowInverse(_ *modernc.FunctionContext, row []driver.Value) error {
	return w.add(row, -1)
}

func (w *worthSum) add(row []driver.Value, sign int64) error {
	quantity, ok := row[0].(int64)
	if !ok || row[1] == nil {
		return nil
	}
	price, err := decimal.NewFromString(fmt.Sprint(row[1]))
	if err != nil {
		return fmt.Errorf("sum what is in stock: %w", err)
	}
	w.sum = w.sum.Add(price.Mul(decimal.NewFromInt(sign * quantity)))
	return nil
}

// WindowValue is the sum.
func (w *worthSum) WindowValue(*modernc.FunctionContext) (driver.Value, error) {
	return w.sum.String(), nil
}

// Final ends the sum.
func (w *worthSum) Final(*modernc.FunctionContext) {}
