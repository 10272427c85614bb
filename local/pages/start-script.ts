/** What runs in the browser: presents cards to the simulator's control surface and shows what the panels say. */
const program = `
const find = (name, value) => document.querySelector('[data-' + name + '="' + value + '"]')
const ask = async (path, body) => {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(simulator + path, init)
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message || 'The simulator answered ' + response.status)
  return answer
}
const show = async (serial) => {
  const line = find('panel-state', serial)
  try {
    const panel = await ask('/panels/' + encodeURIComponent(serial))
    line.textContent = (panel.connected ? 'connected' : 'not connected') + ', rules version ' + (panel.appliedVersion ?? 'none')
    for (const door of panel.doors) {
      const cell = find('state', door.accessPointId)
      if (cell) cell.textContent = door.state + (door.pulses ? ', pulsed ' + door.pulses + (door.pulses === 1 ? ' time' : ' times') : '')
    }
  } catch { line.textContent = 'does not answer' }
}
const serials = [...new Set([...document.querySelectorAll('[data-panel-state]')].map((line) => line.dataset.panelState))]
const showAll = () => Promise.all(serials.map(show))
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-present]')
  if (!button) return
  const { present, panel } = button.dataset
  const output = find('decision', present)
  const card = button.closest('[data-tenant]').querySelector('[name=card]').value.trim().toLowerCase()
  output.textContent = 'Asking the panel'
  try {
    const answer = await ask('/panels/' + encodeURIComponent(panel) + '/present', { accessPointId: Number(present), encodedCredential: card })
    output.textContent = (answer.decision === 'granted' ? 'Granted' : 'Denied') + ': ' + answer.reason
  } catch (error) { output.textContent = 'Not asked: ' + error.message }
  show(panel)
})
const follow = async () => { if (!document.hidden) await showAll(); setTimeout(follow, 2000) }
follow()
`

/** The script element; the page says all but the doors' states without it. */
export const doorScript = (simulatorUrl: string): string =>
  `<script type="module">const simulator = ${JSON.stringify(simulatorUrl).replaceAll('<', '\\u003c')}${program}</script>
<noscript><p>Presenting a card from this page needs JavaScript. The same with curl:
<code>curl -X POST ${simulatorUrl}/panels/SERIAL/present -H 'content-type: application/json' -d '{"accessPointId": ID, "encodedCredential": "28c0293"}'</code></p></noscript>`
