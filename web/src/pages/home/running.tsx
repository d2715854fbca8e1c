import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import { kindLabels } from "../../api/operation-labels";
import { useRunning } from "../../api/running";
import { OperationProgress } from "../../components/progress";

/** The work that runs, with how far it is; nothing while none does. */
export function Running() {
  const running = useRunning();
  if (running.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="running">
      <header>
        <h2 id="running">Running</h2>
        <span className="spring" />
        <Anchor component={Link} href="/activity" size="sm">
          All activity
        </Anchor>
      </header>
      <ul className="to-do">
        {running.map((operation) => (
          <li key={operation.id} style={{ gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)" }}>
            <div>
              <div style={{ fontWeight: 500 }}>{kindLabels[operation.kind]}</div>
              <div className="less">{[operation.integration?.name ?? "Omni catalogue", operation.fileName].filter(Boolean).join(" · ")}</div>
            </div>
            <OperationProgress operation={operation} label={kindLabels[operation.kind]} />
          </li>
        ))}
      </ul>
    </section>
  );
}
