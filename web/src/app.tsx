import { Loader, MantineProvider } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { Provider } from "urql";
import { Route, Switch } from "wouter";
import { makeClient } from "./api/client";
import { RightsProvider, useRightsOfKey } from "./api/viewer";
import { ApiKeyDialog } from "./components/api-key-dialog";
import { Find } from "./components/find";
import { Shell } from "./components/shell";
import { theme } from "./components/theme";
import { Unreachable } from "./components/unreachable";

const Home = lazy(() => import("./pages/home"));
const Import = lazy(() => import("./pages/import"));
const CustomMappings = lazy(() => import("./pages/custom-mappings"));
const Work = lazy(() => import("./pages/work"));
const OldUnmapped = lazy(() => import("./pages/old-address"));
const Load = lazy(() => import("./pages/load"));
const Mapped = lazy(() => import("./pages/mapped"));
const Remap = lazy(() => import("./pages/remap"));
const Activity = lazy(() => import("./pages/activity"));
const Settings = lazy(() => import("./pages/settings"));
const NotFound = lazy(() => import("./pages/not-found"));

/** The dashboard: every page has an address of its own. */
export function App() {
  const [keyDialog, setKeyDialog] = useState(false);
  const [serverMessage, setServerMessage] = useState("");
  const [version, setVersion] = useState(0);
  const askForKey = (message: string) => {
    setServerMessage(message);
    setKeyDialog(true);
  };
  // With another key all queries are sent again.
  const client = useMemo(() => makeClient(askForKey), [version]);
  const keyGiven = () => {
    setKeyDialog(false);
    setServerMessage("");
    setVersion((n) => n + 1);
  };
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Provider value={client} key={version}>
        <Rights>
          <Shell onKey={() => setKeyDialog(true)} find={<Find />}>
            <Unreachable />
            <Suspense fallback={<Loader aria-label="Loading" />}>
              <Switch>
                <Route path="/" component={Home} />
                <Route path="/integrations/:id/download" component={Import} />
                <Route path="/integrations/:id/custom-mappings" component={CustomMappings} />
                <Route path="/integrations/:id/work" component={Work} />
                <Route path="/integrations/:id/unmapped" component={OldUnmapped} />
                <Route path="/integrations/:id/mapped" component={Mapped} />
                <Route path="/integrations/:id/remap" component={Remap} />
                <Route path="/load" component={Load} />
                <Route path="/activity" component={Activity} />
                <Route path="/settings" component={Settings} />
                <Route component={NotFound} />
              </Switch>
            </Suspense>
          </Shell>
        </Rights>
        <ApiKeyDialog opened={keyDialog} message={serverMessage} onDone={keyGiven} onClose={() => setKeyDialog(false)} />
      </Provider>
    </MantineProvider>
  );
}

function Rights({ children }: { children: ReactNode }) {
  return <RightsProvider value={useRightsOfKey()}>{children}</RightsProvider>;
}
