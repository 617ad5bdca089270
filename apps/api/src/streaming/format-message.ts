export interface StreamMessage {
  /** Where a client that comes back goes on; left out, it goes on where it would have before this message. */
  id?: number;
  event: string;
  data: unknown;
}

/** One server-sent event; JSON has no line breaks, so its data is one line. */
export const formatMessage = ({ id, event, data }: StreamMessage): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
