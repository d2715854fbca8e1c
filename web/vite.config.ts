import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// File names without a content hash: the server's ETag tells browsers whether a file has changed. Exports keep their names in chunks, so that
// a page opened before an upgrade fails to link a newer chunk, and is reloaded, instead of calling another function by a short name.
const output = {
  entryFileNames: "assets/[name].js",
  chunkFileNames: "assets/[name].js",
  assetFileNames: "assets/[name][extname]",
  minifyInternalExports: false,
};

// Replaces graphql(`query Name …`) by the document that codegen made of it, so that the texts of all operations need not be loaded to find it.
const documents: Plugin = {
  name: "graphql-documents",
  enforce: "pre",
  transform(code, id) {
    if (!/\/src\/(?!gql\/).*\.tsx?$/.test(id)) return null;
    const names = new Set<string>();
    const replaced = code.replace(/\bgraphql\(`\s*(query|mutation|subscription|fragment) (\w+)[^`]*`\)/g, (_, kind: string, name: string) => {
      const document = kind === "fragment" ? `${name}FragmentDoc` : `${name}Document`;
      names.add(document);
      return document;
    });
    if (names.size === 0) return null;
    return { code: `import { ${[...names].join(", ")} } from "/src/gql/graphql";${replaced}`, map: null };
  },
};

// Two pages: the dashboard, and GraphiQL, which nothing of the dashboard loads.
export default defineConfig({
  plugins: [documents, react()],
  build: {
    // The test of the first load reads there which files belong to which page.
    manifest: true,
    rollupOptions: {
      input: ["index.html", "playground.html"],
      output,
      // GraphiQL has directives for a compiler that is not used here.
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
    },
    // GraphiQL's editor is large; it is loaded at /playground alone.
    chunkSizeWarningLimit: 3000,
    // No file is inlined: the pages' Content-Security-Policy allows no data: for scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Browsers that know light-dark(), by which the tokens are written: what is put in its place elsewhere does not follow the switch of colours.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
  },
  worker: { rollupOptions: { output } },
  server: { proxy: { "/graphql": { target: "http://127.0.0.1:8080", ws: true }, "/custom-mapping-sheet": "http://127.0.0.1:8080", "/sample": "http://127.0.0.1:8080" } },
});
