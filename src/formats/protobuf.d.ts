declare module '#protobuf' {
  export { default } from 'protobufjs/light.js';
}
