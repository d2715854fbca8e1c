import { useEffect, useRef, useState } from "react";
import { apiKey, setAPIKey } from "../api/api-key";

/** Asks for the API key, which is kept as the dashboard keeps it. */
export function KeyDialog({ opened, onDone, onClose }: { opened: boolean; onDone: () => void; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [key, setKey] = useState(apiKey());
  const [remember, setRemember] = useState(false);
  useEffect(() => {
    if (opened) dialog.current?.showModal();
    else dialog.current?.close();
  }, [opened]);
  return (
    <dialog ref={dialog} className="key-dialog" aria-labelledby="key-title" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAPIKey(key.trim(), remember);
          onDone();
        }}
      >
        <h2 id="key-title">API key</h2>
        <p>Whoever runs the server makes a key with: omnimap keys create -role editor -name LABEL. A server without keys needs none.</p>
        <label>
          Key
          <input type="password" autoComplete="off" placeholder="omnimap_…" value={key} onChange={(event) => setKey(event.currentTarget.value)} />
        </label>
        <label className="key-remember">
          <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.currentTarget.checked)} />
          Remember it in this browser
        </label>
        <div className="key-buttons">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit">Use this key</button>
        </div>
      </form>
    </dialog>
  );
}
