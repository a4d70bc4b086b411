#!/usr/bin/python3
"""One update of each algorithm in PyTorch's autograd and double precision: the judge of the learner's own gradients.

    reference.py FILE...     reads each file's "before", "batch" and "draws"; prints one JSON object, file name to results

Written from the papers' equations, apart from the Java sources; Adam, layer norm and the squashed Gaussian are spelled out here again.
"""
import json
import math
import sys

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


def short(values):
    return [float("%.8g" % x) for x in values.tolist()]


class Net:
    """A perceptron: linear, layer norm unless the shape says no, ReLU; the last layer linear. Flat layout: W, b, gamma, beta of each layer."""

    def __init__(self, state, shape):
        self.state, self.shape = state, shape
        self.theta = tensor(state["theta"]).requires_grad_(True)
        self.target = tensor(state["target"]) if "target" in state else None

    def __call__(self, x, theta=None):
        theta = self.theta if theta is None else theta
        widths = [self.shape["in"]] + self.shape["hidden"] + [self.shape["out"]]
        at = 0

        def take(n):
            nonlocal at
            at += n
            return theta[at - n:at]

        for layer, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
            weight = take(fan_in * fan_out).reshape(fan_out, fan_in)
            x = x @ weight.T + take(fan_out)
            if layer < len(widths) - 2:
                if self.shape.get("layer_norm", True):
                    gamma, beta = take(fan_out), take(fan_out)
                    x = torch.nn.functional.layer_norm(x, [fan_out], gamma, beta, eps=1e-6)
                x = torch.relu(x)
        return x

    def slow(self, x):
        return self(x, self.target)

    def head_at(self):
        last = (self.shape["hidden"][-1] + 1) * self.shape["out"]
        return len(self.theta) - last

    def adam(self, gradient, lr):
        self.gradient = gradient
        steps = self.state["steps"] + 1
        m = 0.9 * tensor(self.state["m"]) + 0.1 * gradient
        v = 0.999 * tensor(self.state["v"]) + 0.001 * gradient ** 2
        with torch.no_grad():
            step = lr * (m / (1 - 0.9 ** steps)) / (torch.sqrt(v / (1 - 0.999 ** steps)) + 1e-8)
        self.theta = (self.theta.detach() - step).requires_grad_(True)

    def follow(self, tau):
        self.target = self.target + tau * (self.theta.detach() - self.target)

    def result(self):
        out = {"gradient": short(self.gradient), "theta": short(self.theta)}
        if self.target is not None:
            out["target"] = short(self.target)
        return out


class Case:
    def __init__(self, case):
        self.c, self.draws = case["config"], case["draws"]
        for name, values in case["batch"].items():
            setattr(self, name, tensor(values))
        before, shapes = case["before"], case["shapes"]
        self.actor = Net(before["actor"], shapes["actor"])
        self.critics = [Net(s, shapes["critic"]) for s in before.get("critics", [])]
        self.value = Net(before["value"], shapes["value"]) if "value" in before else None
        self.grasp = Net(before["grasp"], shapes["grasp"]) if "grasp" in before else None
        self.temperature = before.get("temperature")
        self.losses = {}

    def alpha(self):
        return torch.nn.functional.softplus(tensor(self.temperature["lambda"]))

    def gaussian(self, obs):
        mu, log_std = self.actor(obs).chunk(2, -1)
        return mu, log_std.clamp(math.log(1e-5), math.log(5)).exp()

    def sample(self, obs, eps):
        """A reparameterised action and its log-density, by the change of variables."""
        mu, std = self.gaussian(obs)
        u = mu + std * tensor(eps)
        action = torch.tanh(u)
        logp = torch.distributions.Normal(mu, std).log_prob(u) - torch.log(1 - action ** 2)
        return action, logp.sum(-1)

    def q(self, obs, action, slow=False, members=None):
        x = torch.cat([obs, action], -1)
        nets = self.critics if members is None else [self.critics[i] for i in members]
        return torch.stack([(n.slow(x) if slow else n(x)).squeeze(-1) for n in nets])  # [E, B]

    def step_critics(self, loss):
        gradients = list(torch.autograd.grad(loss, [n.theta for n in self.critics]))
        if self.c.get("shared_head"):  # one parameter in all members: its gradient is the sum
            at = self.critics[0].head_at()
            head = sum(g[at:] for g in gradients)
            gradients = [torch.cat([g[:at], head]) for g in gradients]
        for net, gradient in zip(self.critics, gradients):
            net.adam(gradient, self.c["critic_lr"])
            net.follow(self.c["tau"])

    def step(self, net, loss, lr):
        net.adam(torch.autograd.grad(loss, net.theta)[0], lr)

    # Soft actor-critic ----------------------------------------------------------------------------------------------

    def sac_target(self):
        with torch.no_grad():
            action, logp = self.sample(self.next_obs, self.draws["next"])
            least = self.q(self.next_obs, action, True, self.draws["members"]).min(0).values
            entropy = -self.alpha() * logp if self.c["backup_entropy"] else 0
            return self.reward + self.c["discount"] * self.mask * (least + entropy)

    def sac_critic(self):
        y = self.sac_target()
        loss = ((self.q(self.obs, self.action) - y) ** 2).mean()
        self.losses["critic_loss"] = loss.item()
        self.losses["target_mean"] = y.mean().item()
        self.step_critics(loss)

    def sac_actor(self):
        action, logp = self.sample(self.obs, self.draws["actor"])
        q = self.q(self.obs, action)
        q = q.min(0).values if self.c.get("actor_min_q") else q.mean(0)
        loss = (self.alpha() * logp - q).mean()
        self.losses["actor_loss"] = loss.item()
        self.losses["q_mean"] = q.mean().item()
        entropy = -logp.mean().item()
        self.losses["entropy"] = entropy
        self.step(self.actor, loss, self.c["actor_lr"])
        return entropy

    def sac_temperature(self, entropy):
        t = self.temperature
        lam = tensor(t["lambda"]).requires_grad_(True)
        loss = torch.nn.functional.softplus(lam) * (entropy - self.c["target_entropy"])
        gradient = torch.autograd.grad(loss, lam)[0].item()
        steps = t["steps"] + 1
        m, v = 0.9 * t["m"] + 0.1 * gradient, 0.999 * t["v"] + 0.001 * gradient ** 2
        lam = t["lambda"] - self.c["temperature_lr"] * (m / (1 - 0.9 ** steps)) / (math.sqrt(v / (1 - 0.999 ** steps)) + 1e-8)
        self.losses["temperature"] = math.log1p(math.exp(lam))

    def sac(self):
        self.sac_critic()
        self.sac_temperature(self.sac_actor())

    # HIL-SERL -------------------------------------------------------------------------------------------------------

    def hil_serl(self):
        choice = torch.where(self.action[:, -1] > 0.5, 2, torch.where(self.action[:, -1] < -0.5, 0, 1))
        command = self.obs[:, self.c["command_at"]]
        changes = ((choice == 2) & (command > 0)) | ((choice == 0) & (command < 0))
        penalty = changes * self.c["grasp_penalty"]
        with torch.no_grad():  # double DQN: the online network chooses, the slow one judges
            best = self.grasp(self.next_obs).argmax(-1, keepdim=True)
            later = self.grasp.slow(self.next_obs).gather(-1, best).squeeze(-1)
            y = self.reward + penalty + self.c["discount"] * self.mask * later
        # each choice that leaves the gripper as the taken one did has the same outcome
        closed = torch.stack([torch.zeros_like(command), (command < 0).double(), torch.ones_like(command)], -1)
        same = closed == closed.gather(-1, choice.unsqueeze(-1))
        loss = (same * (self.grasp(self.obs) - y[:, None]) ** 2).sum(-1).mean()
        self.losses["grasp_loss"] = loss.item()
        self.losses["grasp_penalty"] = penalty.mean().item()
        self.step(self.grasp, loss, self.c["critic_lr"])
        self.grasp.follow(self.c["tau"])
        self.action = self.action[:, :-1]
        self.sac()

    # Imitation ------------------------------------------------------------------------------------------------------

    def regression(self, weight):
        mu, std = self.gaussian(self.obs)
        mean_loss = (weight[:, None] * (torch.tanh(mu) - self.action) ** 2).mean()
        u = torch.atanh(self.action.clamp(-0.99, 0.99))
        spread = torch.log(std) + (u - mu.detach()) ** 2 / (2 * std ** 2)
        self.step(self.actor, mean_loss + (weight[:, None] * spread).mean(), self.c["actor_lr"])
        return mean_loss.item()

    def bc(self):
        self.losses["bc_loss"] = self.regression(torch.ones(len(self.obs)))

    # IQL ------------------------------------------------------------------------------------------------------------

    def iql(self):
        with torch.no_grad():
            q = self.q(self.obs, self.action, True).min(0).values
        u = q - self.value(self.obs).squeeze(-1)
        loss = (torch.abs(self.c["expectile"] - (u < 0).double()) * u ** 2).mean()
        self.losses["value_loss"] = loss.item()
        self.step(self.value, loss, self.c["critic_lr"])
        with torch.no_grad():
            advantage = q - self.value(self.obs).squeeze(-1)
            weight = torch.exp(self.c["inverse_temperature"] * advantage).clamp(max=self.c["weight_max"])
        self.losses["advantage_mean"] = advantage.mean().item()
        self.losses["weight_mean"] = weight.mean().item()
        self.losses["actor_loss"] = self.regression(weight)
        with torch.no_grad():
            y = self.reward + self.c["discount"] * self.mask * self.value(self.next_obs).squeeze(-1)
        loss = ((self.q(self.obs, self.action) - y) ** 2).mean()
        self.losses["critic_loss"] = loss.item()
        self.losses["target_mean"] = y.mean().item()
        self.step_critics(loss)

    # Cal-QL ---------------------------------------------------------------------------------------------------------

    def cal_ql(self):
        with torch.no_grad():
            best = torch.stack([
                self.q(self.next_obs, self.sample(self.next_obs, eps)[0], True, self.draws["members"]).min(0).values
                for eps in self.draws["next_each"]]).max(0).values
            y = self.reward + self.c["discount"] * self.mask * best
        terms = []
        for uniform in self.draws["uniform_each"]:
            terms.append(self.q(self.obs, tensor(uniform)) + self.action.shape[-1] * math.log(2))
        lifted = []
        for obs, key in ((self.obs, "obs_each"), (self.next_obs, "obs_next_each")):
            for eps in self.draws[key]:
                with torch.no_grad():
                    action, logp = self.sample(obs, eps)
                q = self.q(self.obs, action)
                lifted.append((q < self.floor).double().mean())
                terms.append(torch.maximum(q, self.floor.expand_as(q)) - logp)
        data = self.q(self.obs, self.action)
        bellman = ((data - y) ** 2).mean()
        gap = (torch.logsumexp(torch.stack(terms), 0) - data).mean()
        self.losses["critic_loss"] = bellman.item()
        self.losses["conservative_gap"] = gap.item()
        self.losses["floored_ratio"] = torch.stack(lifted).mean().item()
        self.losses["target_mean"] = y.mean().item()
        self.step_critics(bellman + self.c["conservatism"] * gap)
        self.sac_temperature(self.sac_actor())

    def results(self):
        out = {"losses": self.losses, "actor": self.actor.result()}
        if self.critics:
            out["critics"] = [n.result() for n in self.critics]
        if self.value:
            out["value"] = self.value.result()
        if self.grasp:
            out["grasp"] = self.grasp.result()
        return out


def run(file):
    with open(file) as f:
        case = json.load(f)
    update = Case(case)
    getattr(update, case["update"])()
    return update.results()


print(json.dumps({file: run(file) for file in sys.argv[1:]}))
