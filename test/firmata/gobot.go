// What the other clients do, with gobot.
package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"time"

	"gobot.io/x/gobot/v2/platforms/firmata"
)

const (
	rounds  = 2
	timeout = 10 * time.Second
)

var answers = bufio.NewReader(os.Stdin)

func tell(word string) {
	fmt.Println(word)
	_, _ = answers.ReadString('\n')
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func until(read func() (int, error), holds func(int) bool) {
	for end := time.Now().Add(timeout); ; time.Sleep(20 * time.Millisecond) {
		value, err := read()
		must(err)
		if holds(value) {
			return
		}
		if time.Now().After(end) {
			panic("timeout")
		}
	}
}

func main() {
	path := os.Args[1]
	for round := 0; round < rounds; round++ {
		board := firmata.NewAdaptor(path)
		must(board.Connect())
		must(board.DigitalWrite("12", 1))
		tell("lit")
		must(board.DigitalWrite("12", 0))
		tell("dark")
		must(board.PwmWrite("11", 64))
		tell("dimmed")
		must(board.ServoWrite("8", 90))
		tell("moved")
		button := func() (int, error) { return board.DigitalRead("2") }
		until(button, func(value int) bool { return value == 1 })
		tell("high")
		until(button, func(value int) bool { return value == 0 })
		tell("low")
		until(func() (int, error) { return board.AnalogRead("0") },
			func(value int) bool { return math.Abs(float64(value-512)) < 12 })
		tell("analog")
		must(board.Disconnect())
		time.Sleep(time.Second)
	}
}
