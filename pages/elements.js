// Shows a tree of elements (tree.js) and sends what is clicked or changed.
let sequence = 0
untouched = true
export default function ({ data, parentElement, setTriggerValue }) {
  const root = themed(parentElement)
  if (!root) return
  fill(root, data ?? [], 0, false)
  const send = (event) => {
    const source = event.composedPath().find((one) => one._send)
    if (!source) return
    const control = ["INPUT", "SELECT", "TEXTAREA"].includes(source.tagName)
    if (control !== (event.type === "change")) return
    if (!control) event.preventDefault()
    const value = !control ? undefined : source.type === "checkbox" ? source.checked : source.value
    setTriggerValue("sent", { ...source._send, value, sequence: ++sequence })
  }
  root.onclick = send
  root.onchange = send
  return () => { root.onclick = root.onchange = null }
}
