/**
 * The messages with the next `count` in front, chosen as a fair queue of SQS does: each time the oldest message of the group that
 * has the fewest at consumers. What is chosen counts as being there. The others keep their order.
 */
export const fairOrder = <Message>(
  messages: readonly Message[],
  groupOf: (message: Message) => string,
  atConsumers: ReadonlyMap<string, number>,
  count: number,
): Message[] => {
  const oldest = new Map<string, Message[]>()
  for (const message of messages) {
    const ofGroup = oldest.get(groupOf(message)) ?? []
    if (ofGroup.length < count) oldest.set(groupOf(message), [...ofGroup, message])
  }
  const counts = new Map(atConsumers)
  const load = (group: string) => counts.get(group) ?? 0
  const chosen = new Set<Message>()
  while (chosen.size < Math.min(count, messages.length)) {
    const groups = [...oldest.keys()].filter((group) => (oldest.get(group) ?? []).length > 0)
    const quietest = groups.reduce((best, group) => (load(group) < load(best) ? group : best))
    const message = oldest.get(quietest)?.shift()
    if (message === undefined) break
    chosen.add(message)
    counts.set(quietest, load(quietest) + 1)
  }
  return [...chosen, ...messages.filter((message) => !chosen.has(message))]
}
