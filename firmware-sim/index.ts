export {
  EepromFileError,
  readEepromFile,
  temporaryEepromFile,
  writeEepromFile,
} from './board/eeprom-file.ts';
export type { Pace } from './board/pace.ts';
export type { Pin, PinListener, PinMode } from './board/pin.ts';
export type { AdapterClient, AdapterSettings, SerialAdapter, Tamper } from './board/serial-adapter.ts';
export { UNO_HERTZ, Uno, type UnoOptions } from './board/uno.ts';
export { EEPROM_BYTES } from './chip/atmega328p.ts';
export type { EepromOperation, PowerCut } from './chip/eeprom.ts';
export { FLASH_BYTES, HexError, parseHex } from './chip/hex.ts';
export type { ResetSource } from './chip/reset.ts';
export { createBinding, type UnoBinding, UnoPort } from './host/binding.ts';
export { serveTcp, type TcpOptions, type TcpPort } from './host/tcp.ts';
export { recordPins, Vcd, type VcdWrite } from './host/vcd.ts';
