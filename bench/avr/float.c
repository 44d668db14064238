// The float cell in the manner of keras2c: tensors with a header, one routine for every matrix product,
// activations through a function pointer, weights in RAM. Written anew for this comparison.
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "contestant.h"
#include "network.h"

struct tensor {
  float *values;
  size_t dimensions, size;
  size_t shape[5];
};

typedef void activation(float *values, size_t size);

static void tanh_activation(float *values, size_t size) {
  for (size_t i = 0; i < size; i++) {
    values[i] = tanhf(values[i]);
  }
}

static void sigmoid_activation(float *values, size_t size) {
  for (size_t i = 0; i < size; i++) {
    values[i] = 1.0f / (1.0f + expf(-values[i]));
  }
}

// c (rows × columns) := a (rows × inner) · b (inner × columns) + bias
static void affine(float *c, const float *a, const float *b, const float *bias, size_t rows, size_t columns,
                   size_t inner) {
  for (size_t row = 0; row < rows; row++) {
    for (size_t column = 0; column < columns; column++) {
      float sum = bias[column];
      for (size_t k = 0; k < inner; k++) {
        sum += a[row * inner + k] * b[k * columns + column];
      }
      c[row * columns + column] = sum;
    }
  }
}

static void simple_rnn_step(struct tensor *output, const struct tensor *input, float *hidden,
                            const struct tensor *kernel, const struct tensor *recurrent, const struct tensor *bias,
                            float *work, activation *activate) {
  static const float none[3];
  const size_t units = recurrent->shape[1], width = kernel->shape[0];
  float *from_input = work, *from_state = work + units;
  affine(from_input, input->values, kernel->values, bias->values, 1, units, width);
  affine(from_state, hidden, recurrent->values, none, 1, units, units);
  for (size_t i = 0; i < units; i++) {
    from_state[i] += from_input[i];
  }
  activate(from_state, units);
  memcpy(hidden, from_state, units * sizeof *hidden);
  memcpy(output->values, hidden, units * sizeof *hidden);
}

static void dense(struct tensor *output, const struct tensor *input, const struct tensor *kernel,
                  const struct tensor *bias, activation *activate) {
  affine(output->values, input->values, kernel->values, bias->values, 1, kernel->shape[1], kernel->shape[0]);
  activate(output->values, output->size);
}

static struct tensor kernel = {float_input, 2, 6, {2, 3}}, recurrent = {float_recurrent, 2, 9, {3, 3}};
static struct tensor bias = {float_bias, 1, 3, {3}};
static struct tensor dense_kernel = {float_output, 2, 3, {3, 1}}, dense_bias = {float_output_bias, 1, 1, {1}};

void contestant_init(void) {}

void contestant_run(uint8_t steps) {
  for (uint8_t step = 0; step < steps; step++) {
    float bits[2] = {in[step] & 1u ? 1.0f : 0.0f, in[step] & 2u ? 1.0f : 0.0f}, next[3], work[6], reply[1];
    struct tensor input = {bits, 1, 2, {2}}, hidden = {next, 1, 3, {3}}, output = {reply, 1, 1, {1}};
    simple_rnn_step(&hidden, &input, state, &kernel, &recurrent, &bias, work, tanh_activation);
    dense(&output, &hidden, &dense_kernel, &dense_bias, sigmoid_activation);
    out[step] = reply[0] >= 0.5f;
  }
}
