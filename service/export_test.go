package service

import (
	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/operation"
)

// What capabilities do with runs, for a capability of a test.
var (
	StartRun   = startRun
	ReportRun  = reportRun
	SucceedRun = succeedRun
)

// Store is the service's database.
func (s *Service) Store() *db.Store { return s.store }

// OperationOf reads the operation of a run.
func OperationOf(tx *db.Tx, account int64, id string) (*model.Operation, error) {
	return operation.Of(tx, account, id)
}
