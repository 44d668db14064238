// One update of RMSProp with Nesterov momentum, written as somebody would who wants it fast: below 16 states loops over
// samples that the compiler vectorizes, all sizes known to it; from there on matrix products of Eigen. float32.
// cpp_update.py compiles it with -O3 -march=native -ffast-math.
#include <Eigen/Core>
#include <vector>

using Eigen::ArrayXf;
using Eigen::Map;
using Matrix = Eigen::MatrixXf;
using Rows = Map<ArrayXf>;

namespace {

struct Sizes {
  int inputs, hidden, batch, batches, steps;
};

// The parts of a vector of parameters or gradients, with one output.
struct Parts {
  float *s0, *w_in, *b_in, *w_rec, *b_rec, *w_out, *b_out;
  Parts(float *at, int inputs, int hidden) {
    s0 = at;
    w_in = s0 + hidden;
    b_in = w_in + inputs * hidden;
    w_rec = b_in + hidden;
    b_rec = w_rec + hidden * hidden;
    w_out = b_rec + hidden;
    b_out = w_out + hidden;
  }
};

float mean_loss(const ArrayXf &z, const Rows &t) {
  return (z.max(0) - z * t + (-z.abs()).exp().log1p()).mean();
}

// Few states: each feature is a row of samples, (steps, features, batch).
template <int I, int H> struct Small {
  int batch, steps;
  std::vector<float> states, dpre;
  ArrayXf z, d;

  explicit Small(const Sizes &s)
      : batch(s.batch), steps(s.steps), states((s.steps + 1) * H * s.batch), dpre(H * s.batch), z(s.steps * s.batch),
        d(s.steps * s.batch) {}

  static size_t place(const Sizes &s, int sample, int step, int feature, int features) {
    return (size_t(step) * features + feature) * s.batch + sample;
  }

  float gradient(const Parts &p, const Parts &g, const float *x, float *t, bool wanted) {
    const int B = batch;
    for (int j = 0; j < H; j++)
      for (int n = 0; n < B; n++) states[j * B + n] = p.s0[j];
    for (int step = 0; step < steps; step++) {
      const float *before = &states[step * H * B], *in = x + step * I * B;
      float *after = &states[(step + 1) * H * B];
      for (int n = 0; n < B; n++)
        for (int j = 0; j < H; j++) {
          float sum = p.b_in[j] + p.b_rec[j];
          for (int i = 0; i < I; i++) sum += in[i * B + n] * p.w_in[i * H + j];
          for (int k = 0; k < H; k++) sum += before[k * B + n] * p.w_rec[k * H + j];
          after[j * B + n] = sum;
        }
      Rows row(after, H * B);
      row = row.tanh();
      float *logits = &z[step * B];
      for (int n = 0; n < B; n++) {
        float sum = *p.b_out;
        for (int j = 0; j < H; j++) sum += after[j * B + n] * p.w_out[j];
        logits[n] = sum;
      }
    }
    Rows targets(t, steps * B);
    d = ((1 + (-z).exp()).inverse() - targets) / float(steps * B);

    float dw_in[I][H] = {}, db[H] = {}, dw_rec[H][H] = {}, dw_out[H] = {}, db_out = 0;
    std::vector<float> &dh = dpre;
    std::fill(dh.begin(), dh.end(), 0.0f);
    for (int step = steps - 1; step >= 0; step--) {
      const float *before = &states[step * H * B], *after = &states[(step + 1) * H * B], *in = x + step * I * B;
      const float *dz = &d[step * B];
      for (int n = 0; n < B; n++) {
        float own[H];
        db_out += dz[n];
        for (int j = 0; j < H; j++) {
          const float s = after[j * B + n];
          own[j] = (dh[j * B + n] + dz[n] * p.w_out[j]) * (1 - s * s);
          dw_out[j] += dz[n] * s;
          db[j] += own[j];
          for (int i = 0; i < I; i++) dw_in[i][j] += in[i * B + n] * own[j];
        }
        for (int k = 0; k < H; k++) {
          float sum = 0;
          for (int j = 0; j < H; j++) {
            dw_rec[k][j] += before[k * B + n] * own[j];
            sum += own[j] * p.w_rec[k * H + j];
          }
          dh[k * B + n] = sum;
        }
      }
    }
    for (int j = 0; j < H; j++) {
      g.s0[j] = Rows(&dh[j * B], B).sum();
      g.b_in[j] = g.b_rec[j] = db[j];
      g.w_out[j] = dw_out[j];
      for (int i = 0; i < I; i++) g.w_in[i * H + j] = dw_in[i][j];
      for (int k = 0; k < H; k++) g.w_rec[k * H + j] = dw_rec[k][j];
    }
    *g.b_out = db_out;
    return wanted ? mean_loss(z, targets) : 0;
  }
};

// Many states: features are neighbours, (features, samples of all steps), so that a product takes all it can at once.
struct Large {
  int inputs, hidden, batch, rows, steps;
  Matrix states, dpre;
  ArrayXf z;

  explicit Large(const Sizes &s)
      : inputs(s.inputs), hidden(s.hidden), batch(s.batch), rows(s.steps * s.batch), steps(s.steps),
        states(s.hidden, (s.steps + 1) * s.batch), dpre(s.hidden, s.steps * s.batch), z(s.steps * s.batch) {}

  static size_t place(const Sizes &s, int sample, int step, int feature, int features) {
    return (size_t(step) * s.batch + sample) * features + feature;
  }

  float gradient(const Parts &p, const Parts &g, const float *x, float *t, bool wanted) {
    using Vector = Map<Eigen::VectorXf>;
    // Row-major (from, to) is column-major (to, from).
    Map<Matrix> w_in(p.w_in, hidden, inputs), w_rec(p.w_rec, hidden, hidden);
    Map<const Matrix> in(x, inputs, rows);
    Vector w_out(p.w_out, hidden), b_in(p.b_in, hidden), b_rec(p.b_rec, hidden);
    const Eigen::VectorXf bias = b_in + b_rec;
    states.leftCols(batch).colwise() = Vector(p.s0, hidden);
    auto after = states.rightCols(rows);
    auto before = states.leftCols(rows);
    after.noalias() = w_in * in;
    after.colwise() += bias;
    for (int step = 0; step < steps; step++) {
      auto state = states.middleCols((step + 1) * batch, batch);
      state.noalias() += w_rec * states.middleCols(step * batch, batch);
      state = state.array().tanh().matrix();
    }
    z = (after.transpose() * w_out).array() + *p.b_out;
    Rows targets(t, rows);
    const ArrayXf d = ((1 + (-z).exp()).inverse() - targets) / float(rows);

    Vector(g.w_out, hidden).noalias() = after * d.matrix();
    *g.b_out = d.sum();
    dpre.noalias() = w_out * d.matrix().transpose();
    Matrix dh = Matrix::Zero(hidden, batch);
    for (int step = steps - 1; step >= 0; step--) {
      auto own = dpre.middleCols(step * batch, batch);
      own = ((own + dh).array() * (1 - states.middleCols((step + 1) * batch, batch).array().square())).matrix();
      dh.noalias() = w_rec.transpose() * own;
    }
    Map<Matrix>(g.w_in, hidden, inputs).noalias() = dpre * in.transpose();
    Map<Matrix>(g.w_rec, hidden, hidden).noalias() = dpre * before.transpose();
    Vector(g.b_in, hidden) = dpre.rowwise().sum();
    Vector(g.b_rec, hidden) = Vector(g.b_in, hidden);
    Vector(g.s0, hidden) = dh.rowwise().sum();
    return wanted ? mean_loss(z, targets) : 0;
  }
};

struct Rule {
  float rate, momentum, decay, epsilon;
};

template <class Network>
void updates(const Sizes &s, const float *x, const float *t, const float *from, const Rule &rule, int count,
             float *losses) {
  const int size = s.hidden * (s.inputs + s.hidden + 4) + 1;
  // (batches, batch, steps, features) in the order that the network wants.
  const size_t samples = size_t(s.batches) * s.batch * s.steps;
  static std::vector<float> xs, ts;
  if (xs.size() != samples * s.inputs || losses) {
    xs.resize(samples * s.inputs);
    ts.resize(samples);
    for (int b = 0; b < s.batches; b++)
      for (int n = 0; n < s.batch; n++)
        for (int step = 0; step < s.steps; step++) {
          const size_t row = (size_t(b) * s.batch + n) * s.steps + step, base = size_t(b) * s.batch * s.steps;
          ts[base + step * s.batch + n] = t[row];
          for (int i = 0; i < s.inputs; i++)
            xs[base * s.inputs + Network::place(s, n, step, i, s.inputs)] = x[row * s.inputs + i];
        }
  }
  Network network(s);
  ArrayXf parameters = Map<const ArrayXf>(from, size), gradient(size), delta(size);
  ArrayXf velocity = ArrayXf::Zero(size), square = ArrayXf::Zero(size);
  const Parts p(parameters.data(), s.inputs, s.hidden), g(gradient.data(), s.inputs, s.hidden);
  for (int update = 0; update < count; update++) {
    const size_t base = size_t(update % s.batches) * s.batch * s.steps;
    parameters += rule.momentum * velocity;
    const float loss = network.gradient(p, g, &xs[base * s.inputs], &ts[base], losses != nullptr);
    if (losses) losses[update] = loss;
    square = rule.decay * square + (1 - rule.decay) * gradient.square();
    delta = rule.rate * gradient * (square + rule.epsilon).rsqrt();
    velocity = rule.momentum * velocity - delta;
    parameters -= delta;
  }
}

} // namespace

extern "C" void run(const int *sizes, const float *x, const float *t, const float *from, const float *rule, int count,
                    float *losses) {
  const Sizes s{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]};
  const Rule r{rule[0], rule[1], rule[2], rule[3]};
  if (s.inputs == 2 && s.hidden == 3)
    updates<Small<2, 3>>(s, x, t, from, r, count, losses);
  else
    updates<Large>(s, x, t, from, r, count, losses);
}
