import "graphiql/setup-workers/vite";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "../styles/tokens.css";
import "./playground.css";
import { createRoot } from "react-dom/client";
import { Playground } from "./playground";

createRoot(document.getElementById("root") as HTMLElement).render(<Playground />);
