// Clicks a control and tells how many milliseconds pass until the page has settled on what is expected: Streamlit's script is idle,
// no element is stale, every expected text, attribute or finding of a probe is there, and nothing changes inside a component any
// more, for `hold` milliseconds on end, which do not count.
async ({ control, expected, hold, limit }) => {
  const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? roots(one.shadowRoot) : []))]
  const find = (selector) => roots(document).map((root) => root.querySelector(selector)).find(Boolean)
  const app = document.querySelector("[data-testid=stApp]")
  const watched = expected.map((one) => ({ ...one, element: one.probe ? null : find(one.selector) }))
  const clicked = find(control)
  if (!clicked) throw new Error("no such control: " + control)

  const has = (one) => {
    if (one.probe) return window.atlasProbes[one.probe]() === one.value
    if (!one.element?.isConnected) one.element = find(one.selector)
    return one.element && (one.attribute ? one.element.getAttribute(one.attribute) : one.element.textContent) === one.value
  }
  const settled = () => app.dataset.testScriptState === "notRunning" && !document.querySelector('[data-stale="true"]') && watched.every(has)

  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
  if (settled()) throw new Error("already settled: the click would change nothing")
  return new Promise((resolve, reject) => {
    let since = null, running = false, runs = 0
    const look = (changes) => {
      const state = app.dataset.testScriptState === "running"
      if (state && !running) runs += 1
      running = state
      const inside = changes?.some((change) => change.target.getRootNode() instanceof ShadowRoot)
      since = settled() ? (inside ? performance.now() : since ?? performance.now()) : null
    }
    const watcher = new MutationObserver(look)
    for (const root of roots(document)) watcher.observe(root, { subtree: true, childList: true, characterData: true, attributes: true })
    const start = performance.now()
    const frame = () => {
      look()
      const now = performance.now()
      const done = since !== null && now - since >= hold
      if (!done && now - start < limit) return requestAnimationFrame(frame)
      watcher.disconnect()
      if (done) resolve({ milliseconds: since - start, runs })
      else reject(new Error(`not settled after ${limit} ms; missing: ${JSON.stringify(watched.filter((one) => !has(one)))}`))
    }
    requestAnimationFrame(frame)
    clicked.click()
  })
}
