/** One server-sent event; JSON has no line breaks, so its data is one line. */
export const formatMessage = ({ id, event, data }: { id: number; event: string; data: unknown }): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
