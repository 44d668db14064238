import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.function.LongPredicate;
import org.firmata4j.IODevice;
import org.firmata4j.Pin;
import org.firmata4j.firmata.FirmataDevice;
import org.firmata4j.transport.NetworkTransport;

/** What the other clients do, with firmata4j: java -cp 'lib/*' Firmata4j.java PORT */
public class Firmata4j {
  private static final int ROUNDS = 2;
  private static final long TIMEOUT_MS = 10_000;
  private static final BufferedReader ANSWERS = new BufferedReader(new InputStreamReader(System.in));

  private static void tell(String word) throws Exception {
    System.out.println(word);
    ANSWERS.readLine();
  }

  private static void until(Pin pin, LongPredicate holds) throws Exception {
    for (long end = System.currentTimeMillis() + TIMEOUT_MS; !holds.test(pin.getValue()); Thread.sleep(20)) {
      if (System.currentTimeMillis() > end) {
        throw new IllegalStateException("pin " + pin.getIndex() + " reads " + pin.getValue());
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      IODevice board = new FirmataDevice(new NetworkTransport("127.0.0.1:" + arguments[0]));
      board.start();
      board.ensureInitializationIsDone();
      Pin led = board.getPin(12);
      led.setMode(Pin.Mode.OUTPUT);
      led.setValue(1);
      tell("lit");
      led.setValue(0);
      tell("dark");
      board.getPin(11).setMode(Pin.Mode.PWM);
      board.getPin(11).setValue(64);
      tell("dimmed");
      board.getPin(8).setMode(Pin.Mode.SERVO);
      board.getPin(8).setValue(90);
      tell("moved");
      Pin button = board.getPin(2);
      button.setMode(Pin.Mode.INPUT);
      until(button, value -> value == 1);
      tell("high");
      until(button, value -> value == 0);
      tell("low");
      Pin sensor = board.getPin(14);
      sensor.setMode(Pin.Mode.ANALOG);
      until(sensor, value -> Math.abs(value - 512) < 12);
      tell("analog");
      board.stop();
      Thread.sleep(500);
    }
    System.exit(0);
  }
}
