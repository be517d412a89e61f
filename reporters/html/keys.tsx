const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'find a requirement'],
  ['j', 'next failure'],
  ['k', 'previous failure'],
  ['o', 'open or close it'],
  ['e', 'open or close all failures'],
  ['?', 'show or hide this list'],
  ['Esc', 'close this list, or show everything again'],
];

/** The keyboard shortcuts, in a dialog that the script opens. */
export function Keys() {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keyboard shortcuts</h2>
      <dl class="facts">
        {KEYS.map(([key, what]) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" id="close-keys">
        Close
      </button>
    </dialog>
  );
}
