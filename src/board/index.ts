export { decodeMessage, encodeMessage, ID, LONGEST_PAYLOAD, type Message } from './message.ts';
