import { Redirect, useParams, useSearchParams } from "wouter";
import { pageOf } from "../components/current-integration";

/** The list of the unmappable was a page of its own: what it was narrowed to stays. */
export default function OldUnmapped() {
  const { id = "" } = useParams<{ id: string }>();
  const [params] = useSearchParams();
  const next = new URLSearchParams(params);
  if (next.getAll("reason").includes("IGNORED")) {
    next.delete("reason");
    next.set("tab", "ignored");
  }
  const query = next.toString();
  return <Redirect replace to={pageOf(id, query === "" ? "work" : `work?${query}`)} />;
}
