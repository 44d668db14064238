//! What the other clients do, with firmata-rs, over TCP.
use std::io::{stdin, Read};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use firmata_rs::{Board, Error, Firmata, ANALOG, INPUT, OUTPUT, PWM, SERVO};

const ROUNDS: usize = 2;
const TIMEOUT: Duration = Duration::from_secs(10);
/// A board greets after a reset; firmata-rs takes what comes for the answers to its questions.
const GREETING: Duration = Duration::from_millis(500);

fn tell(word: &str) {
    println!("{word}");
    stdin().read_line(&mut String::new()).expect("an answer");
}

fn until(board: &mut Board<TcpStream>, pin: usize, holds: impl Fn(i32) -> bool) {
    let end = Instant::now() + TIMEOUT;
    while !holds(board.pins()[pin].value) {
        assert!(Instant::now() < end, "timeout");
        // Strings are unknown to it.
        match board.read_and_decode() {
            Ok(_) | Err(Error::UnknownSysEx { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

fn main() {
    let port: u16 = std::env::args().last().and_then(|text| text.parse().ok()).expect("a port");
    for _ in 0..ROUNDS {
        let mut line = TcpStream::connect(("127.0.0.1", port)).expect("a board");
        line.set_read_timeout(Some(GREETING)).expect("a timeout");
        while line.read(&mut [0; 256]).is_ok_and(|count| count > 0) {}
        line.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
        let mut board = Board::new(Box::new(line)).expect("a board that speaks Firmata");
        board.set_pin_mode(12, OUTPUT).expect("output");
        board.digital_write(12, 1).expect("a write");
        tell("lit");
        board.digital_write(12, 0).expect("a write");
        tell("dark");
        board.set_pin_mode(11, PWM).expect("PWM");
        board.analog_write(11, 64).expect("a write");
        tell("dimmed");
        board.set_pin_mode(8, SERVO).expect("servo");
        board.analog_write(8, 90).expect("a write");
        tell("moved");
        board.set_pin_mode(2, INPUT).expect("input");
        board.report_digital(0, 1).expect("reports");
        until(&mut board, 2, |value| value == 1);
        tell("high");
        until(&mut board, 2, |value| value == 0);
        tell("low");
        board.set_pin_mode(14, ANALOG).expect("analog");
        board.report_analog(0, 1).expect("reports");
        until(&mut board, 14, |value| (value - 512).abs() < 12);
        tell("analog");
        drop(board);
        sleep(Duration::from_secs(1));
    }
}
