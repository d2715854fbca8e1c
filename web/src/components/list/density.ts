import { useState } from "react";

const setting = "omnimap-density";

/** Whether rows have one line instead of two; kept by the browser. */
export function useDensity(): [dense: boolean, set: (dense: boolean) => void] {
  const [dense, setDense] = useState(() => localStorage.getItem(setting) === "one");
  const set = (next: boolean) => {
    localStorage.setItem(setting, next ? "one" : "two");
    setDense(next);
  };
  return [dense, set];
}
