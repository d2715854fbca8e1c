import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./style.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { reloadAfterUpgrade } from "./reload";

reloadAfterUpgrade();

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
