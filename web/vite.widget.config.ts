import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// One script at an address that never changes, for the pages of other sites: whole in itself, nothing left outside it.
export default defineConfig({
  root: here("."),
  publicDir: false,
  build: {
    target: ["chrome123", "edge123", "firefox120", "safari17.5"],
    outDir: here("../src/grandstand/web/pages"),
    emptyOutDir: false,
    lib: { entry: here("src/chat-widget/main.ts"), formats: ["iife"], name: "grandstandChat", fileName: () => "chat.js" },
  },
});
