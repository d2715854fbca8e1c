import { Alert, Box, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useClient } from "urql";
import { nameTarget, type Target } from "../../api/targets";
import { useRights } from "../../api/viewer";
import { counted } from "../../components/counted";
import { LookOnly } from "../../components/look-only";
import { Problem, type RequestError } from "../../components/problem";
import { Sku } from "../../components/sku";
import { TargetSelect } from "../../components/target-select";
import { undoOf } from "../../api/undo";
import { showToast } from "../../components/toast";
import { changesOf, linkLinesOf } from "./link-changes";
import { Legend, Lines } from "./link-lines";
import { ListingCard, type Choice } from "./listing-card";
import { type Outcome, placesOf, RemapPreview } from "./documents";
import { OutcomeTable } from "./outcome";
import { ProductCard } from "./product-card";
import { includedIn, linesOf, useFamily } from "./use-family";
import { read, usePreview, useTakeBack, type RemapRequest } from "./use-remap";

type Props = {
  integrationId: string;
  familySku: string;
  /** The product that was named beside the family. */
  product: string | undefined;
  /** The listing that is to be linked: to what the Code names, else to what it matches. */
  link?: { sku: string; code?: string };
  onProduct: (id: string) => void;
};

/** A family and the Omni products that it touches, side by side, with what a remap would do to their links. */
export function Family({ integrationId, familySku, product, link, onProduct }: Props) {
  const { edits } = useRights();
  const client = useClient();
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false }) ?? false;
  const [added, setAdded] = useState<readonly string[]>([]);
  const named = product ? [product, ...added] : added;
  const { listings, products, more, error, again } = useFamily(integrationId, familySku, named);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RequestError>();
  const [version, setVersion] = useState(0);
  const takeBack = useTakeBack(integrationId);
  const board = useRef<HTMLDivElement>(null);

  const lines = useMemo(() => linesOf(listings ?? [], products ?? []), [listings, products]);
  // A family without links would include no product: then the first linked product is included.
  const start = product ?? (lines.some((line) => line.familySku === familySku && line.nowKey) ? undefined : products?.find((one) => placesOf(one).some((place) => place.link))?.id);
  const pairs = [...choices].filter(([, choice]) => choice.code.trim() !== "");
  const request: RemapRequest | undefined =
    edits && listings && listings.length > 0 && products
      ? { integrationId, familySku, omniProductId: start ?? null, mappings: pairs.map(([sku, choice]) => ({ sku, cin7Code: choice.code })) }
      : undefined;
  const preview = usePreview(request, version);
  const outcome = preview.outcome;

  const choose = useCallback((sku: string, choice: Choice | undefined) => {
    setChoices((old) => {
      const next = new Map(old);
      if (choice) next.set(sku, choice);
      else next.delete(sku);
      return next;
    });
  }, []);
  const pick = useCallback(
    async (sku: string, target: Target) => {
      setAdded((old) => (old.includes(target.product.id) ? old : [...old, target.product.id]));
      try {
        const { code, problem } = await nameTarget(client, target);
        choose(sku, problem === undefined ? { code } : { code: "", problem });
      } catch (error) {
        choose(sku, { code: "", problem: error instanceof Error ? error.message : String(error) });
      }
    },
    [client, choose],
  );
  const linked = listings?.find((listing) => listing.sku === link?.sku);
  useEffect(() => {
    if (!linked) return;
    if (link?.code) choose(linked.sku, { code: link.code });
    else if (linked.matches.length === 1) void pick(linked.sku, linked.matches[0]);
    // Once, when the listing is there: the choice can be cleared.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [linked?.sku]);
  const candidates = useMemo(() => (products ?? []).flatMap(placesOf).map((place) => place.target), [products]);
  const changes = useMemo(() => changesOf(outcome), [outcome]);
  const links = useMemo(() => linkLinesOf(lines, changes), [lines, changes]);
  const refused = new Map(preview.current ? outcome?.rejectedRows.map((row) => [pairs[row.row - 1]?.[0] ?? row.sku, row.message]) : []);

  const refresh = () => {
    again();
    setVersion((n) => n + 1);
  };
  const tell = ({ operation, deleted, created }: Outcome) => {
    const restore = undoOf(client, deleted > 0 ? operation?.id : undefined, () => takeBack(created));
    const undo = async () => {
      const undone = await restore();
      refresh();
      return undone;
    };
    showToast({ message: `Remapped: ${counted(created.length, "new link")}, ${counted(deleted, "former link")} gone.`, undo });
  };
  const remap = async () => {
    if (!request || busy) return;
    setBusy(true);
    setProblem(undefined);
    const { data, error } = await client.mutation(RemapPreview, { input: { ...request, dryRun: false } }).toPromise();
    setBusy(false);
    const result = read(data?.remapProducts, error);
    if (result.error) return setProblem(result.error);
    if (!result.outcome || result.outcome.rejectedRows.length > 0) return refresh();
    tell(result.outcome);
    setChoices(new Map());
    refresh();
  };

  if (error) return <Problem error={error} title="The family could not be read" onRetry={again} />;
  if (!listings || !products) return <Skeleton height={320} aria-label="Loading the family" />;
  if (listings.length === 0) {
    return (
      <Text>
        There is no family <Sku>{familySku}</Sku> in this integration. A family is named by its parent's SKU, or a product by its own.
      </Text>
    );
  }
  const included = includedIn(familySku, lines, products, start);
  const changeCount = (outcome?.created.length ?? 0) + (outcome?.deleted ?? 0);
  const ready = preview.current && !preview.error && refused.size === 0 && changeCount > 0 && ![...choices.values()].some((choice) => choice.problem);
  return (
    <Stack>
      {more && <Alert color="yellow">The family has more than 250 listings; the first 250 are shown. The remap takes them all.</Alert>}
      {problem && <Problem error={problem} title="Nothing was remapped" onRetry={remap} />}
      <Group justify="space-between" align="flex-end">
        <Box w={{ base: "100%", sm: 380 }}>{edits && <AddProduct onAdd={(id) => setAdded((old) => (old.includes(id) ? old : [...old, id]))} />}</Box>
        {!narrow && <Legend />}
      </Group>
      <div ref={board} style={{ position: "relative", display: "grid", gridTemplateColumns: narrow ? "1fr" : "minmax(0, 1fr) minmax(0, 1fr)", columnGap: 140, rowGap: 24, alignItems: "start" }}>
        <Stack gap="xs" component="section" aria-labelledby="amazon-side">
          <Title order={2} size="h5" id="amazon-side">
            On Amazon
          </Title>
          {lines.map((line) => (
            <ListingCard
              key={line.sku}
              line={line}
              foreign={line.familySku !== familySku}
              choice={choices.get(line.sku)}
              refused={refused.get(line.sku)}
              change={changes?.get(line.sku)}
              candidates={candidates}
              onChoose={choose}
              onPick={pick}
            />
          ))}
        </Stack>
        <Stack gap="xs" component="section" aria-labelledby="omni-side">
          <Title order={2} size="h5" id="omni-side">
            In Omni
          </Title>
          {products.length === 0 && <Text size="sm">Nothing in Omni is linked to this family or matches it. Add an Omni product above, or pick its Code at a listing.</Text>}
          {products.map((one) => (
            <ProductCard key={one.id} product={one} included={included.has(one.id)} changes={changes} onInclude={onProduct} />
          ))}
        </Stack>
        {!narrow && <Lines container={board} links={links} />}
      </div>
      <LookOnly>Nothing can be remapped with your key.</LookOnly>
      {edits && (
        <section aria-labelledby="outcome">
          <Group justify="space-between" mb="xs">
            <Title order={2} size="h5" id="outcome">
              What the remap would do
            </Title>
            <Button onClick={remap} loading={busy} disabled={!ready}>
              {changeCount === 0 || !outcome ? "Remap" : `Remap: ${counted(outcome.created.length, "new link")}, ${counted(outcome.deleted, "former link")} gone`}
            </Button>
          </Group>
          {preview.error && <Problem error={preview.error} title="This cannot be remapped" onRetry={() => setVersion((n) => n + 1)} />}
          {outcome && !preview.error && <OutcomeTable outcome={outcome} stale={!preview.current} />}
          {!outcome && !preview.error && <Skeleton height={120} aria-label="Loading the preview" />}
        </section>
      )}
    </Stack>
  );
}

/** A field that puts another Omni product on the right. */
function AddProduct({ onAdd }: { onAdd: (id: string) => void }) {
  const [text, setText] = useState("");
  const add = (target: Target) => {
    onAdd(target.product.id);
    setText("");
  };
  return <TargetSelect label="Show another Omni product" placeholder="Code, name or barcode" value={text} onChange={setText} onPick={add} />;
}
