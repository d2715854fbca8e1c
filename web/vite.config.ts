import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Two pages: the dashboard, and GraphiQL, which nothing of the dashboard loads.
export default defineConfig({
  plugins: [react()],
  build: {
    // Tells the test of the pages' size what belongs to which page.
    manifest: true,
    rollupOptions: {
      input: ["index.html", "playground.html"],
      // GraphiQL's directives to a compiler that is not used here.
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
    },
    // GraphiQL's editor is large; it is loaded at /playground alone.
    chunkSizeWarningLimit: 3000,
    // Small files too stay files: the pages' Content-Security-Policy has no data: for scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/graphql": { target: "http://127.0.0.1:8080", ws: true }, "/custom-mapping-sheet": "http://127.0.0.1:8080", "/sample": "http://127.0.0.1:8080" } },
});
