import { pick, useGraphiQL, useMonaco } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import { useEffect, useMemo, useState } from "react";
import { examples } from "./examples";
import { makeFetcher } from "./fetcher";
import { KeyDialog } from "./api-key-dialog";

/** GraphiQL under a bar that leads back to the dashboard and takes the API key. */
export function Playground() {
  const [keyDialog, setKeyDialog] = useState(false);
  const [version, setVersion] = useState(0);
  const [integration, setIntegration] = useState<string>();
  const fetcher = useMemo(() => makeFetcher(() => setKeyDialog(true)), []);
  // The examples are about the first integration that there is.
  useEffect(() => {
    void firstIntegration(fetcher).then(setIntegration);
  }, [fetcher, version]);
  return (
    <>
      <header className="bar">
        <a href="/">omnimap</a>
        <h1>Playground</h1>
        <button type="button" onClick={() => setKeyDialog(true)}>
          API key
        </button>
      </header>
      <main>
        {integration !== undefined && (
          <GraphiQL
            key={version}
            fetcher={fetcher}
            defaultTabs={examples(integration)}
            defaultTheme={scheme()}
            editorTheme={{ light: "graphiql-LIGHT", dark: darkTheme }}
            defaultEditorToolsVisibility="variables"
          >
            <GraphiQL.Logo>{null}</GraphiQL.Logo>
            <TabShown />
            <DarkTheme />
          </GraphiQL>
        )}
      </main>
      <KeyDialog
        opened={keyDialog}
        onClose={() => setKeyDialog(false)}
        onDone={() => {
          setKeyDialog(false);
          setIntegration(undefined);
          setVersion((n) => n + 1);
        }}
      />
    </>
  );
}

const darkTheme = "omnimap-dark";

/** The editor's dark colours on GraphiQL's ground, on which the editor's own for comments and line numbers are too faint. */
function DarkTheme() {
  const monaco = useMonaco(({ monaco }) => monaco);
  const chosen = useGraphiQL(({ monacoTheme }) => monacoTheme);
  useEffect(() => {
    monaco?.editor.defineTheme(darkTheme, {
      base: "vs-dark",
      inherit: true,
      colors: { "editor.background": "#ffffff00", "editorLineNumber.foreground": "#a3acb8" },
      rules: [
        { token: "comment", foreground: "#8fbf7f" },
        { token: "argument.identifier.gql", foreground: "#a9a5ff" },
      ],
    });
    if (chosen) monaco?.editor.setTheme(chosen);
  }, [monaco, chosen]);
  return null;
}

/** Shows the open tab's texts, which GraphiQL at its start leaves out of its editors unless they were edited. */
function TabShown() {
  const { queryEditor, variableEditor, tabs, activeTabIndex } = useGraphiQL(pick("queryEditor", "variableEditor", "tabs", "activeTabIndex"));
  const tab = tabs[activeTabIndex];
  useEffect(() => {
    if (queryEditor?.getValue() === "" && tab?.query) queryEditor.setValue(tab.query);
  }, [queryEditor]);
  useEffect(() => {
    if (variableEditor?.getValue() === "" && tab?.variables) variableEditor.setValue(tab.variables);
  }, [variableEditor]);
  return null;
}

/** The id of the first integration; empty where there is none, or none that may be seen. */
async function firstIntegration(fetcher: ReturnType<typeof makeFetcher>): Promise<string> {
  try {
    const result = (await fetcher({ query: "{ integrations { id } }" })) as { data?: { integrations?: { id: string }[] } };
    return result.data?.integrations?.[0]?.id ?? "";
  } catch {
    return "";
  }
}

/** The colours that were chosen in the dashboard; null for the system's. */
function scheme(): "light" | "dark" | null {
  const chosen = localStorage.getItem("mantine-color-scheme-value");
  return chosen === "light" || chosen === "dark" ? chosen : null;
}
