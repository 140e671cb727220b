import { LiveMessage } from '../../core/contract/live.ts';

/**
 * Follows a congress's news and calls back with what changed. After a lost connection it reconnects by itself, waiting a little longer each time,
 * and says `everything`, since what happened in between is unknown. Returns how to stop.
 */
export function follow(
  congress: string,
  onMessage: (message: LiveMessage) => void,
  onConnection: (connected: boolean) => void = () => {},
): () => void {
  let socket: WebSocket | undefined;
  let stopped = false;
  let wait = 500;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    const address = new URL(`/api/live?congress=${congress}`, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    socket = new WebSocket(address);
    socket.onopen = () => {
      wait = 500;
      onConnection(true);
      onMessage({ topic: 'everything' });
    };
    socket.onmessage = (event) => {
      const message = LiveMessage.safeParse(JSON.parse(String(event.data)));
      if (message.success) onMessage(message.data);
    };
    socket.onclose = () => {
      onConnection(false);
      if (stopped) return;
      timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, 10_000);
    };
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
