"""Where each module is found in PyTorch and JAX, with the options whose defaults matter.

The options of ours; then for PyTorch and for JAX an address and its options, or nothing.
"""

NAMES: dict[str, tuple[str, str, str]] = {
    "linear": ("", "torch.nn:Linear bias", "flax.linen:Dense use_bias"),
    "add": ("", "torch:add", "jax.numpy:add"),
    "sigmoid": ("", "torch.nn:Sigmoid", "jax.nn:sigmoid"),
    "tanh": ("", "torch.nn:Tanh", "jax.nn:tanh"),
    "relu": ("", "torch.nn:ReLU", "jax.nn:relu"),
    "leaky_relu": (
        "alpha",
        "torch.nn:LeakyReLU negative_slope",
        "jax.nn:leaky_relu negative_slope",
    ),
    "elu": ("alpha", "torch.nn:ELU alpha", "jax.nn:elu alpha"),
    "softplus": ("", "torch.nn:Softplus beta threshold", "jax.nn:softplus"),
    "silu": ("", "torch.nn:SiLU", "jax.nn:silu"),
    "gelu": ("approximate", "torch.nn:GELU approximate", "jax.nn:gelu approximate"),
    "swiglu": ("", "", ""),
    "softmax": ("", "torch.nn:Softmax dim", "jax.nn:softmax axis"),
    "softmax_cross_entropy": (
        "reduction label_smoothing ignore_index",
        "torch.nn:CrossEntropyLoss reduction label_smoothing ignore_index",
        "optax:softmax_cross_entropy",
    ),
    "mse_loss": ("reduction", "torch.nn:MSELoss reduction", "optax:squared_error"),
    "bce_with_logits_loss": (
        "reduction",
        "torch.nn:BCEWithLogitsLoss reduction",
        "optax:sigmoid_binary_cross_entropy",
    ),
    "layer_norm": ("eps", "torch.nn:LayerNorm eps", "flax.linen:LayerNorm epsilon"),
    "rms_norm": ("eps", "torch.nn:RMSNorm eps", "flax.linen:RMSNorm epsilon"),
    "batch_norm": (
        "eps",
        "torch.nn:BatchNorm1d eps momentum",
        "flax.linen:BatchNorm epsilon momentum",
    ),
    "batch_norm_inference": (
        "eps",
        "torch.nn:BatchNorm1d eps",
        "flax.linen:BatchNorm epsilon",
    ),
    "dropout": ("p", "torch.nn:Dropout p", "flax.linen:Dropout"),
    "embedding": ("", "torch.nn:Embedding padding_idx", "flax.linen:Embed"),
    "attention": (
        "mask",
        "torch.nn.functional:scaled_dot_product_attention",
        "jax.nn:dot_product_attention mask scale",
    ),
    "multi_head_attention": (
        "mask",
        "torch.nn:MultiheadAttention bias batch_first",
        "flax.linen:MultiHeadDotProductAttention use_bias",
    ),
    "conv1d": (
        "stride padding",
        "torch.nn:Conv1d stride padding",
        "flax.linen:Conv strides padding",
    ),
    "conv2d": (
        "stride padding",
        "torch.nn:Conv2d stride padding",
        "flax.linen:Conv strides padding",
    ),
    "max_pool2d": (
        "stride",
        "torch.nn:MaxPool2d stride padding",
        "flax.linen:max_pool strides padding",
    ),
    "avg_pool2d": (
        "stride",
        "torch.nn:AvgPool2d stride count_include_pad",
        "flax.linen:avg_pool strides padding count_include_pad",
    ),
    "rnn": ("", "torch.nn:RNN", "flax.linen:SimpleCell"),
    "lstm": ("", "torch.nn:LSTM", "flax.linen:OptimizedLSTMCell"),
}
