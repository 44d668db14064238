export { setBaudRate } from './baud.ts';
export { Board, type ProbeAnswer, type ProbeRecord, probesPerMessage } from './board.ts';
export { BoardError, type BoardProblem } from './board-error.ts';
export { connect } from './connect.ts';
export type { Description, RunningNetwork } from './description.ts';
export { type Flashed, type FlashProgress, type FlashStage, flash } from './flash.ts';
export { decodeImage, digestOf, encodeImage, encodeSlotHeader, type ImageContent } from './image.ts';
export {
  BAUD_RATE,
  type Binding,
  closeLine,
  type Done,
  type Line,
  type SerialLine,
  type SerialTransport,
  type SocketTransport,
  type Transport,
} from './line.ts';
export { Link } from './link.ts';
export { decodeMessage, encodeMessage, type Message } from './message.ts';
export { ID, MAX_PAYLOAD } from './numbers.ts';
export { openLine, tcpUrl } from './open.ts';
export { listPorts, type Port, type PortList, type SystemPort } from './ports.ts';
export { eraseNetworks, readNetworkOf, readSpare, type SpareNetwork } from './read-network.ts';
export {
  CLOCKS,
  DEFAULT_WIRING,
  STAND_ALONE_PINS,
  type StandAlonePins,
  type Wiring,
} from './stand-alone.ts';
export { StreamSession } from './stream-session.ts';
export { type UsbDevice, usbDevice } from './usb-ids.ts';
export { BOOT_LOADER_BAUDS, type WrittenFirmware, writeFirmware } from './write-firmware.ts';
