import { Link } from "wouter";
import { useRunning } from "../api/running";

/** How much work runs, with the way to it; nothing while none does. */
export function RunningWork() {
  const running = useRunning().length.toLocaleString();
  if (running === "0") return null;
  return (
    <Link href="/activity" className="icon-button" aria-label={`${running} running: see Activity`}>
      <span className="ring" aria-hidden />
      {running} <span className="desk">running</span>
    </Link>
  );
}
