// Loading for a view: asks again when what it depends on changes, drops answers that come too late, keeps what is shown
// while it loads anew.

import { useEffect, useRef, useState } from "preact/hooks";

export interface Loaded<T> { data: T | null; error: unknown; busy: boolean; reload: () => void }

/** `key` says what is asked for; null asks for nothing. A changed key cancels the question before. */
export function useLoad<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; error: unknown; busy: boolean }>({ data: null, error: null, busy: key !== null });
  const [again, setAgain] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (key === null) return;
    const control = new AbortController();
    setState((s) => ({ ...s, busy: true }));
    latest.current(control.signal).then(
      (data) => { if (!control.signal.aborted) setState({ data, error: null, busy: false }); },
      (error: unknown) => { if (!control.signal.aborted) setState((s) => ({ ...s, error, busy: false })); },
    );
    return () => control.abort();
  }, [key, again]);
  return { ...state, reload: () => setAgain((n) => n + 1) };
}
