package e2e

import (
	"errors"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestReplicaImport has one replica import while a client subscribes to another
// one: it gets the total, and then the end.
func TestReplicaImport(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	one, two := start(t, url, "-sample"), start(t, url)
	id := one.sampleID(t)
	one.mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "deleted")
	updates := two.stream(t, operationUpdated, variables{"integration": id}, "")
	release := holdLock(t, url, "LOCK TABLE mappings IN SHARE MODE") // Mappings can be read, but not made.
	ended := one.stream(t, mutation("importProducts", "summary {mappingsCreated}"), variables{"input": variables{"integrationId": id}}, "")
	op := updates.operation(t)
	// A replica that has just begun to listen sends operations that ended
	// shortly before, too.
	for op.Kind != "IMPORT" || op.State != "RUNNING" || op.Total == nil {
		op = updates.operation(t)
	}
	if *op.Total != 208 || op.Done != 0 {
		t.Errorf("while it runs, the update is %+v", op)
	}
	release()
	end := updates.until(t, "SUCCEEDED")
	for end.ID != op.ID {
		end = updates.until(t, "SUCCEEDED")
	}
	if end.Total == nil || end.Done != *end.Total || end.Done == 0 {
		t.Errorf("it ended as %+v", end)
	}
	checkJSON(t, ended.next(t).data, `{"data": {"payload": {"summary": {"mappingsCreated": 131}}}}`)
}

// TestReplicasDie kills either of two replicas while it loads: the other one
// finishes the abandoned operation, and goes on.
func TestReplicasDie(t *testing.T) {
	t.Parallel()
	for name, dead := range map[string]int{"the first": 0, "the second": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := dbtest.Postgres(t)
			replicas := []*server{start(t, url), start(t, url)}
			dead, left := replicas[dead], replicas[1-dead]
			id := left.integration(t, "UK")
			release := lockIntegrations(t, url)
			up := dead.beginLoad(t, id)
			up.send(t, "seller-sku\tprice\n")
			up.sendRows(t, 1, 1_000)
			if err := errors.Join(up.form.Close(), up.pipe.Close()); err != nil {
				t.Fatal(err)
			}
			const states = "{operations {nodes {kind state}}}"
			running := `{"operations":{"nodes":[{"kind":"LOAD_AMAZON","state":"RUNNING"}]}}`
			eventually(t, "the load runs", func() bool { return left.ask(t, states, nil) == running })
			dead.stopped = true
			if err := dead.cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = dead.cmd.Wait()
			release()
			eventually(t, "the load is settled", func() bool { return left.ask(t, states, nil) != running })
			checkJSON(t, left.ask(t, states, nil), `{"operations": {"nodes": [{"kind": "LOAD_AMAZON", "state": "FAILED"}]}}`)
			checkJSON(t, left.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{{"sku": "A", "createdAt": "2026-01-31T12:00:00Z"}}},
				"summary {created} userErrors {code}"), `{"summary": {"created": 1}, "userErrors": []}`)
			left.stop(t)
			checkVerify(t, url)
		})
	}
}

// TestReplicas runs several servers on one PostgreSQL, started together while
// it is empty: what one does, the others serve.
func TestReplicas(t *testing.T) {
	t.Parallel()
	url := dbtest.EmptyPostgres(t)
	replicas := []*server{launch(t, url, "-sample"), launch(t, url), launch(t, url)}
	for _, s := range replicas {
		s.await(t)
	}
	for _, s := range replicas {
		checkJSON(t, s.ask(t, sampleCounts, nil), wantSampleCounts)
	}
	var found struct{ Integrations []struct{ ID string } }
	replicas[0].read(t, "{integrations {id}}", nil, &found)
	id := found.Integrations[0].ID
	checkJSON(t, replicas[1].mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "deleted userErrors {message}"),
		`{"deleted": 131, "userErrors": []}`)
	checkJSON(t, replicas[2].ask(t, "query($id: ID!) {importPreview(integrationId: $id) {unmapped mappable unmappable}}", variables{"id": id}),
		`{"importPreview": {"unmapped": 208, "mappable": 131, "unmappable": 77}}`)
	replicas[1].stop(t)
	checkJSON(t, replicas[2].mutate(t, "importProducts", variables{"integrationId": id}, "summary {mappingsCreated} userErrors {message}"),
		`{"summary": {"mappingsCreated": 131}, "userErrors": []}`)
	checkJSON(t, replicas[0].ask(t, "{integrations {productStatus {mapped partiallyMapped mappable unmappable}}}", nil),
		`{"integrations": [{"productStatus": {"mapped": 131, "partiallyMapped": 25, "mappable": 0, "unmappable": 52}}]}`)
	checkVerify(t, url)
}

// TestReplicasTell has a replica send what another one does, also after its
// listening connection was lost, and when the other one is killed.
func TestReplicaUpdates(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	one, two := start(t, url), start(t, url)
	id := one.integration(t, "UK")
	updates := two.stream(t, operationUpdated, variables{"integration": id}, "")
	release := lockIntegrations(t, url)
	up := one.beginLoad(t, id)
	up.send(t, "seller-sku\tprice\n")
	up.sendRows(t, 1, 6_000)
	ended := make(chan string, 1)
	go func() { ended <- up.end(t) }()
	updates.untilDone(t, 6_000)
	cutListeners(t, url)
	release()
	<-ended
	if op := updates.until(t, "SUCCEEDED"); op.Done != 6_000 {
		t.Errorf("it ended as %+v", op)
	}

	for range 3 {
		cutListeners(t, url)
		one.mutate(t, "importProducts", variables{"integrationId": id}, "operation {id}")
		if op := updates.until(t, "SUCCEEDED"); op.Kind != "IMPORT" {
			t.Errorf("got %+v, want an import", op)
		}
	}

	release = lockIntegrations(t, url)
	dying := one.beginLoad(t, id)
	dying.send(t, "seller-sku\tprice\n")
	dying.sendRows(t, 1, 6_000)
	if err := errors.Join(dying.form.Close(), dying.pipe.Close()); err != nil {
		t.Fatal(err)
	}
	began := updates.untilDone(t, 1)
	one.stopped = true
	if err := one.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = one.cmd.Wait()
	release()
	if op := updates.until(t, "FAILED"); op.ID != began.ID || op.Error == nil || !strings.Contains(*op.Error, "stopped") {
		t.Errorf("the dead one's operation ended as %+v", op)
	}
	two.mutate(t, "importProducts", variables{"integrationId": id}, "operation {id}")
	if op := updates.until(t, "SUCCEEDED"); op.Kind != "IMPORT" {
		t.Errorf("got %+v, want an import", op)
	}
	two.stop(t)
	checkVerify(t, url)
}
