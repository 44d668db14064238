// What ONNX is written and read with, made one file for the library: its modules import each other in circles.
export { default } from 'protobufjs/light.js';
