export type { Board, BoardOptions } from './board/board.ts';
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
export type { Adc } from './chip/adc.ts';
export { EEPROM_BYTES } from './chip/atmega328p.ts';
export type { Clock } from './chip/clock.ts';
export type { Core, Listener } from './chip/core.ts';
export type { Cpu } from './chip/cpu.ts';
export type { Eeprom, EepromOperation, PowerCut } from './chip/eeprom.ts';
export type { FrameBits, FrameFormat } from './chip/frame.ts';
export { FLASH_BYTES, HexError, parseHex } from './chip/hex.ts';
export type { Reset, ResetSource } from './chip/reset.ts';
export type { ClockEvent, Schedule } from './chip/schedule.ts';
export type { SelfProgramming } from './chip/self-programming.ts';
export type { Usart } from './chip/usart.ts';
export type { Wire } from './chip/wire.ts';
export { createBinding, type UnoBinding, UnoPort } from './host/binding.ts';
export type { OpenOptions, PortInfo, PortStatus } from './host/serialport.ts';
export { serveTcp, type TcpOptions, type TcpPort } from './host/tcp.ts';
export { recordPins, Vcd, type VcdWrite } from './host/vcd.ts';
